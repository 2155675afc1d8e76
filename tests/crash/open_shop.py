"""A whole shop under its supervisor, on a PostgreSQL and a Redis of its own, to kill them."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
import psycopg

from shop.embedded import Home
from shop.embedded.postgres import postgres_server
from shop.embedded.redis import redis_server
from shop.embedded.shared import in_use
from shop.supervisor import programs
from shop.supervisor.address import Address
from shop.supervisor.child import Child
from shop.supervisor.environment import environment_of_the_shop
from shop.supervisor.shop import Shop
from tests.crash.diary import TABLES
from tests.crash.workers import REPOSITORY
from tests.fakes import encoder_folder

BEGIN = """
import django
django.setup()
from tests.factories import make_product
from recommender.embedding.indexing import register_encoder
register_encoder()
dress = make_product("Linnea dress", stock={"M": 1})
print(dress.variants.get().pk, dress.get_absolute_url())
"""


class UntilTold:
    """What the supervisor waits with, in a thread that gets no signals."""

    stop_requests = 0

    @property
    def stopping(self) -> bool:
        return self.stop_requests > 0

    def wait(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.2))


@dataclass
class OpenShop:
    """A shop under its supervisor, with `variant` in it to be restocked."""

    home: Home
    environment: dict[str, str]
    url: str
    page: str
    variant: str
    web: int

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.page, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def ask(self, query: str) -> list[tuple]:
        with psycopg.connect(self.url) as connection:
            return connection.execute(query).fetchall()

    def kill_postgres(self, chance: random.Random) -> None:
        """The server itself, or one of the processes that answer for it, which it dies of too."""
        postmaster = psutil.Process(
            int((self.home.path / "pg" / "postmaster.pid").read_text().split()[0])
        )
        backends = postmaster.children()
        chosen = chance.choice(backends) if backends and chance.random() < 0.3 else postmaster
        chosen.kill()
        psutil.wait_procs([chosen], timeout=10)


@contextmanager
def open_shop(folder: Path) -> Iterator[OpenShop]:
    """With one dress in it, and a worker whose encoder reads numbers."""
    home = Home.at(folder / "var")
    environment = environment_of(home, encoder_folder(folder / "barcodes"))
    servers = [postgres_server(home), redis_server(home)]
    address = free_address()
    with in_use(servers[0]), in_use(servers[1]), address.reserve() as listener:
        variant, path = begin(environment)
        web = programs.web(home, environment, listener.fileno())
        children = [web, programs.beat(home, environment), worker(home, environment)]
        with supervised(Shop(address, web, children, servers, UntilTold())):  # type: ignore[arg-type]
            assert web.process is not None
            page = address.url.rstrip("/") + path
            url = environment["DATABASE_URL"]
            yield OpenShop(home, environment, url, page, variant, web.process.pid)


def environment_of(home: Home, encoder: str) -> dict[str, str]:
    given = {**os.environ, "ENCODER": encoder}
    del given["DATABASE_URL"], given["CELERY_BROKER_URL"]
    given |= {"WARM_SEARCH": "0", "EMBEDDING_SWEEP": "2", "CRASH_PACE": "0.01"}
    return environment_of_the_shop(given, home)


def free_address() -> Address:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return Address("127.0.0.1", free.getsockname()[1])


def begin(environment: dict[str, str]) -> list[str]:
    """Make the database; the number of the dress's variant, and the path of its page."""
    run(environment, "manage.py", "migrate", "--verbosity", "0")
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        connection.execute(TABLES)
    return run(environment, "-c", BEGIN).splitlines()[-1].split()


def run(environment: dict[str, str], *words: str) -> str:
    return subprocess.run(
        [sys.executable, *words],
        env=environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def worker(home: Home, environment: dict[str, str]) -> Child:
    usual = programs.worker(home, environment)
    options = usual.command[usual.command.index("worker") :]
    return replace(usual, command=[sys.executable, "-m", "tests.crash.run_worker", *options])


@contextmanager
def supervised(shop: Shop) -> Iterator[None]:
    for child in shop.children:
        child.start()
    shop.wait_until_it_answers()
    keeping = threading.Thread(target=shop.stay_open)
    keeping.start()
    try:
        yield
    finally:
        shop.wakeups.stop_requests = 1
        keeping.join()
        shop.close()
