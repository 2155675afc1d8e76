"""The shop's web server as `make run` starts it, and a client that waits for each answer."""

from __future__ import annotations

import http.client
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from shop.embedded import Home
from shop.supervisor.address import Address
from shop.supervisor.programs import web

HTMX = {"Host": "localhost", "HX-Request": "true"}


@contextmanager
def open_shop() -> Iterator[http.client.HTTPConnection]:
    """A connection that is kept alive to gunicorn on a port of its own."""
    home = Home.at(os.environ["UNDERSTUDY_HOME"])
    address = Address("127.0.0.1", 0)
    # No encoder is loaded beside the measurement: it would take the cores for some seconds.
    environment = {**os.environ, "WARM_SEARCH": "0", "PYTHONUNBUFFERED": "1"}
    with address.reserve() as listener:
        server = web(home, environment, listener.fileno())
        server.start()
        client = http.client.HTTPConnection(*listener.getsockname()[:2], timeout=60)
        try:
            wait_for(client)
            yield client
        finally:
            client.close()
            server.ask_to_end()
            server.end_for_certain()


def wait_for(client: http.client.HTTPConnection, patience: float = 90.0) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            milliseconds(client, "/healthz")
            return
        except OSError:
            client.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def milliseconds(client: http.client.HTTPConnection, url: str) -> float:
    """From the question sent to the whole answer read."""
    begun = time.perf_counter()
    client.request("GET", url, headers=HTMX)
    answer = client.getresponse()
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    if answer.status != http.client.OK:
        raise OSError(f"{url}: {answer.status}")
    return took
