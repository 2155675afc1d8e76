"""Does the web server answer? Asked by the supervisor, and in a container by its health check.

`python -m shop.pulse [PORT]` exits 0 when it does and 1 when not. Needs neither Django nor curl.
"""

from __future__ import annotations

import http.client
import os
import sys


def answers(host: str, port: int, allowed_hosts: str = "", seconds: float = 5.0) -> bool:
    """Whether GET /healthz at HOST:PORT is answered well within SECONDS."""
    call = http.client.HTTPConnection(host, port, timeout=seconds)
    try:
        call.request("GET", "/healthz", headers={"Host": visitors_name(allowed_hosts)})
        return call.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        call.close()


def visitors_name(allowed_hosts: str) -> str:
    """A Host header the shop answers to: the first of ALLOWED_HOSTS, patterns filled in."""
    first = allowed_hosts.split(",")[0].strip()
    if first in {"", "*"}:
        return "localhost"
    return f"www{first}" if first.startswith(".") else first


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    sys.exit(0 if answers("127.0.0.1", port, os.environ.get("ALLOWED_HOSTS", "")) else 1)
