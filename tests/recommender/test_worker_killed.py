"""A real Celery worker with the shipped encoder, killed with -9 while it embeds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count

from recommender.indexing import register_encoder
from recommender.models import ProductEmbedding
from recommender.tasks import embed_waiting
from shop.celery import app
from shop.embedded import embedded_redis
from tests.factories import give_photo, make_product

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

REPOSITORY = Path(__file__).resolve().parent.parent.parent
PHOTOS = 90


@pytest.fixture
def broker() -> Iterator[str]:
    """A Redis of its own."""
    with tempfile.TemporaryDirectory() as home, embedded_redis(home) as url:
        yield url


def wake(broker: str) -> None:
    with app.connection_for_write(broker) as connected:
        embed_waiting.apply_async(connection=connected, queue="embed")


def start_worker(broker: str, log: Path) -> subprocess.Popen[bytes]:
    """A worker on the test database, in a process group of its own."""
    database = connection.settings_dict
    url = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{database['NAME']}"
    environment = {"DATABASE_URL": url, "CELERY_BROKER_URL": broker, "EMBEDDING_BATCH_SIZE": "4"}
    command = ["celery", "-A", "shop.celery", "worker", "-Q", "embed", "-c", "1", "-l", "INFO"]
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env={**os.environ, **environment},
        cwd=REPOSITORY,
        stdout=log.open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def wait_for(condition: Callable[[], bool], log: Path, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain:\n{log.read_text()[-3000:]}"
        time.sleep(0.02)


def embedded() -> int:
    return ProductEmbedding.objects.filter(state="embedded").count()


def test_nothing_is_lost_when_the_worker_is_killed(broker, tmp_path):
    encoder = register_encoder()
    for number in range(PHOTOS):
        give_photo(make_product(f"Dress {number}", stock={}), "red")
    log = tmp_path / "worker.log"
    seen_at_kill = []
    for _ in range(3):
        worker, before = start_worker(broker, log), embedded()
        wake(broker)
        wait_for(lambda before=before: embedded() > before, log)
        kill(worker)
        seen_at_kill.append(embedded())
    assert seen_at_kill[-1] < PHOTOS, "killed too late to prove anything"

    worker = start_worker(broker, log)
    wake(broker)
    wait_for(lambda: embedded() == PHOTOS, log)
    kill(worker)
    rows = ProductEmbedding.objects.filter(encoder=encoder)
    assert not rows.exclude(state="embedded").exists()
    assert rows.values("product").annotate(n=Count("pk")).filter(n=1).count() == PHOTOS
    print(f"killed after {seen_at_kill} of {PHOTOS}; all {PHOTOS} embedded once")
