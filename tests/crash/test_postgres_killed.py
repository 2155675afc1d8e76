"""PostgreSQL killed with -9 under an open shop: what was acknowledged is there, and it goes on."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time

import psutil
import pytest

from tests.crash.open_shop import OpenShop, open_shop
from tests.crash.workers import REPOSITORY, wait_for
from tests.crash.writers import PHOTO_EVERY

pytestmark = pytest.mark.crash

SEED = 21


@pytest.fixture
def shop(tmp_path):
    with open_shop(tmp_path) as shop:
        yield shop


def test_no_acknowledged_change_is_lost(shop: OpenShop, full, counts):
    kills = 20 if full else 3
    chance, recovered = random.Random(SEED), []
    log = shop.home.log / "worker.log"
    writers = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.writers", shop.variant],
        env={**shop.environment, "LOG_LEVEL": "ERROR"},
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writers.stdin is not None
    assert writers.stdout is not None
    first = writers.stdout.readline()
    acknowledged = [first]
    reading = threading.Thread(target=lambda: acknowledged.extend(writers.stdout))
    reading.start()
    for _ in range(kills):
        time.sleep(chance.uniform(0.2, 1.5))
        shop.kill_postgres(chance)
        recovered.append(wait_for(shop.answers, log, 60))
        before = len(acknowledged)
        wait_for(lambda before=before: len(acknowledged) > before, log, 60)
    writers.stdin.close()
    assert writers.wait(60) == 0
    reading.join()
    took = wait_for(lambda: shop.ask(WAITING) == [(0,)], log, 90)

    written = [note for (note,) in shop.ask(NOTES)]
    missing = {f"write {number.strip()}" for number in acknowledged} - set(written)
    assert not missing
    assert len(written) == len(set(written))
    assert shop.ask(OUT_OF_BALANCE) == []
    products = sum(int(number) % PHOTO_EVERY == 0 for number in acknowledged)
    embedded = shop.ask(EMBEDDED)[0][0]
    assert embedded >= products
    assert psutil.pid_exists(shop.web)
    counts(
        f"Postgres killed {kills} times: {len(acknowledged)} changes acknowledged, 0 missing, "
        f"{len(written) - len(acknowledged)} in without word; pages back after "
        f"{max(recovered):.1f} s at most; {embedded} products embedded, the last {took:.1f} s "
        "after the end"
    )


WAITING = "SELECT count(*) FROM recommender_productembedding WHERE state = 'waiting'"
EMBEDDED = "SELECT count(*) FROM recommender_productembedding WHERE state = 'embedded'"
NOTES = "SELECT note FROM catalog_stockmovement WHERE note LIKE 'write %'"
OUT_OF_BALANCE = """
    SELECT v.id FROM catalog_variant v JOIN catalog_stockmovement m ON m.variant_id = v.id
    GROUP BY v.id HAVING v.on_hand <> sum(m.change)
"""
