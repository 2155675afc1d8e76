"""An import while the worker that embeds it is killed with -9, again and again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from catalog.models import Product
from recommender.models import ProductEmbedding
from tests.catalog.imports import table
from tests.crash.barcode_encoder import vector
from tests.crash.diary import Diary
from tests.crash.photos import picture
from tests.crash.workers import REPOSITORY, Celery, wait_for

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

Rows = ProductEmbedding.objects
SEED = 20


def catalogue(folder: Path, products: int) -> Path:
    (folder / "images").mkdir(parents=True)
    for number in range(products):
        (folder / "images" / f"{number}.png").write_bytes(picture(number))
    rows = [f"C{number},Dress {number},Dresses,Women,20,{number}.png" for number in range(products)]
    return table(folder / "goods.csv", "id,title,type,gender,price,photos", rows)


def start_import(source: Path, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("ab") as words:
        return subprocess.Popen(
            [sys.executable, "manage.py", "import_catalog", str(source)],
            env={**os.environ, **environment},
            cwd=REPOSITORY,
            stdout=words,
            stderr=words,
        )


def kill_something(worker: Celery, chance: random.Random) -> str:
    """The worker with all its processes, or one of those that embed."""
    children = worker.children()
    if not children or chance.random() < 0.5:
        worker.kill()
        worker.start()
        return "worker"
    chance.choice(children).kill()
    return "process"


def test_every_product_is_embedded_once_though_workers_are_killed(
    worker, beat, environment, diary: Diary, log, tmp_path, full, counts
):
    # Slow enough that the kills do not run out of work.
    products, kills, pace = (2000, 50, "0.08") if full else (120, 5, "0.15")
    environment["CRASH_PACE"] = pace
    chance, killed = random.Random(SEED), []
    importing = start_import(catalogue(tmp_path / "goods", products), environment, log)
    worker.start()
    for _ in range(kills - 1):
        shown = diary.calls().total()
        wait_for(lambda shown=shown: diary.calls().total() > shown, log, 90)
        time.sleep(chance.uniform(0, 1.5))
        killed.append(kill_something(worker, chance))
    assert importing.wait(300) == 0
    environment["CRASH_PACE"] = "0.01"
    worker.kill()
    worker.start()
    left = Rows.filter(state="waiting").count()
    assert left, "killed too late to prove anything"
    took = wait_for(lambda: not Rows.exclude(state="embedded").exists(), log, 90)

    assert Product.objects.count() == Rows.count() == products
    assert set(diary.stores().values()) == {1}
    assert len(diary.stores()) == products
    for row in Rows.select_related("product").iterator():
        number = int(row.product.external_id.removeprefix("C"))
        assert row.vector == pytest.approx(vector(number), abs=1e-6)
        assert row.photo_digest == row.wanted_digest == row.product.cover.digest
    calls = diary.calls()
    again = sum(count > 1 for count in calls.values())
    workers, processes = killed.count("worker") + 1, killed.count("process")
    counts(
        f"{workers} workers and {processes} of their processes killed during {products} products; "
        f"{products} vectors stored, each once; {calls.total()} pictures shown to the encoder, "
        f"{again} of them again because a kill came before the commit; the last {left} done "
        f"{took:.1f} s after the last kill"
    )
