"""A shop that works for real: its own Redis, workers and beat, an encoder that reads numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from recommender.embedding.indexing import register_encoder
from shop.celery import app
from shop.embedded import Home
from shop.embedded.redis import redis_server
from shop.embedded.shared import Server, in_use
from tests.crash import workers
from tests.crash.diary import NO_TABLES, TABLES, Diary, execute
from tests.crash.workers import Celery
from tests.fakes import encoder_folder

COUNTED = "counted"  # travels with the report, also from a process that ran tests beside others


@pytest.fixture
def full() -> bool:
    """Whether the sizes are those of `make crash`, which take many minutes."""
    return os.environ.get("UNDERSTUDY_CRASH") == "full"


@pytest.fixture
def counts(request) -> Callable[[str], None]:
    """Notes a line of counts, to be printed when all is over."""
    return lambda line: request.node.user_properties.append((COUNTED, line))


def pytest_terminal_summary(terminalreporter) -> None:
    ended = [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {line}"
        for report in ended
        if report.when == "call"
        for kind, line in report.user_properties
        if kind == COUNTED
    ]
    if lines:
        terminalreporter.section("crashes counted")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def redis() -> Iterator[Server]:
    """The Redis that the test run's own CELERY_BROKER_URL names, and nothing in it.

    A hint that another test left carries the time limits of that test.
    """
    with in_use(redis_server(Home.at(os.environ["UNDERSTUDY_HOME"]))) as server:
        with app.connection_for_write() as broker:
            broker.default_channel.client.flushall()
        yield server


@pytest.fixture
def diary(transactional_db, settings, tmp_path) -> Iterator[Diary]:
    settings.ENCODER = encoder_folder(tmp_path / "barcodes")
    register_encoder()
    execute(TABLES)
    yield Diary()
    execute(NO_TABLES)


@pytest.fixture
def environment(diary, settings) -> dict[str, str]:
    """Of the processes. `CRASH_PACE`: the seconds one picture takes."""
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{connection.settings_dict['NAME']}"
    return {
        "DATABASE_URL": url,
        "ENCODER": settings.ENCODER,
        "EMBEDDING_BATCH_SIZE": "8",
        "EMBEDDING_SWEEP": "2",
        "CRASH_PACE": "0.01",
    }


@pytest.fixture
def log(tmp_path) -> Path:
    return tmp_path / "worker.log"


@pytest.fixture
def worker(redis, environment, log) -> Iterator[Celery]:
    """Not started."""
    process = workers.worker(environment, log)
    yield process
    process.kill()


@pytest.fixture
def beat(redis, environment, log) -> Iterator[Celery]:
    """Sweeps every two seconds, so that a short test need not wait for it."""
    process = workers.beat(environment, log.with_name("beat.log"))
    process.start()
    yield process
    process.kill()
