"""The shop's web server as `make run` starts it, and a client that waits for each answer."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.client import OK, HTTPConnection, RemoteDisconnected

from shop.embedded import Home
from shop.supervisor.address import Address
from shop.supervisor.programs import web

HTMX = {"Host": "localhost", "HX-Request": "true"}
#: No encoder is loaded beside the measurement: it would take the cores for some seconds.
SHOP = {"WARM_SEARCH": "0"}
BARE = {"DJANGO_SETTINGS_MODULE": "bench.fragment.startproject"}


@contextmanager
def server(name: str, environment: Mapping[str, str]) -> Iterator[HTTPConnection]:
    """gunicorn on a port of its own, and a connection to it that is kept alive."""
    home = Home.at(os.environ["UNDERSTUDY_HOME"])
    metrics = {"METRICS_FOLDER": str(home.run / f"metrics-{name}"), "PYTHONUNBUFFERED": "1"}
    with Address("127.0.0.1", 0).reserve() as listener:
        program = web(home, {**os.environ, **metrics, **environment}, listener.fileno())
        program = replace(program, name=name, log=home.log / f"{name}.log")
        program.start()
        host, port = listener.getsockname()[:2]
        client = HTTPConnection(host, port, timeout=60)
        try:
            wait_for(client)
            yield client
        finally:
            client.close()
            program.ask_to_end()
            program.end_for_certain()


def wait_for(client: HTTPConnection, patience: float = 90.0) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            client.request("GET", "/healthz")
            client.getresponse().read()  # whatever it is, somebody answered
            return
        except OSError:
            client.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def milliseconds(client: HTTPConnection, url: str) -> float:
    """From the question sent to the whole answer read."""
    begun = time.perf_counter()
    client.request("GET", url, headers=HTMX)
    try:
        answer = client.getresponse()
    except RemoteDisconnected:  # a connection is kept for two seconds, and another page took longer
        client.close()
        return milliseconds(client, url)
    answer.read()
    took = (time.perf_counter() - begun) * 1000
    if answer.status != OK:
        raise OSError(f"{url}: {answer.status}")
    return took
