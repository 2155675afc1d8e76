"""The shop's web application, in processes that a request can tell to die.

`X-Die: answer`: when the deed is done and committed, and nothing has been said of it yet; not where
it was done before.
`X-Die: anywhere`: within the next moments, wherever it is by then.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.test import Client

from shop.wsgi import application as shop

REPLAYED = "Idempotent-Replayed"
#: Seconds in which a request is usually answered.
MOMENTS = 0.03


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
    wish = environ.get("HTTP_X_DIE")
    if wish == "anywhere":
        threading.Timer(random.uniform(0, MOMENTS), die).start()

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        """gunicorn writes nothing before it has the body."""
        if wish == "answer" and status.startswith("2") and REPLAYED not in dict(headers):
            die()
        return start_response(status, headers, *rest)

    return shop(environ, begin)


# Loads the pages' code once, before gunicorn forks: a process that takes the place of a dead one
# would do so with its first request.
Client().get("/healthz")
