"""Hints that never arrive: the rows are the jobs, so nothing is missed."""

from __future__ import annotations

import signal
import time

import psutil
import pytest
from django.test import Client

from recommender.models import ProductEmbedding
from shop.embedded.leftovers import working_in
from shop.embedded.shared import Server
from tests.crash.diary import Diary
from tests.crash.dying_publishers import publish_and_die
from tests.crash.photos import photographed
from tests.crash.workers import Celery, wait_for

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

Rows = ProductEmbedding.objects


def all_embedded() -> bool:
    return not Rows.exclude(state="embedded").exists()


def kill(server: Server) -> None:
    """With -9, and its keeper with it, so that nobody starts it again."""
    processes = working_in(server.home.path / server.name, f"{server.name}-server")
    assert processes
    for process in processes:
        process.kill()
    psutil.wait_procs(processes, timeout=10)


def test_products_saved_while_redis_is_away_are_embedded_when_it_is_back(
    redis: Server, worker: Celery, beat, diary: Diary, log, full, counts
):
    away = 60 if full else 4
    worker.start()
    photographed(0)
    wait_for(all_embedded, log, 90)  # the worker and this process are connected to it
    kill(redis)
    shopper, slowest, number, end = Client(), 0.0, 1, time.monotonic() + away
    restarts = 0
    while time.monotonic() < end:
        restarts += worker.keep()
        began = time.monotonic()
        product = photographed(number)
        answer = shopper.get(product.get_absolute_url())
        slowest = max(slowest, time.monotonic() - began)
        assert answer.status_code == 200
        assert product.title in answer.content.decode()
        number += 1
        time.sleep(0.2)
    assert not redis.ready()
    redis.ensure()
    took = wait_for(lambda: worker.keep() or all_embedded(), log, 90)
    assert Rows.count() == number
    assert set(diary.stores().values()) == {1}
    assert slowest < 5, "a page waited for the broker"
    counts(
        f"Redis killed for {away} s: {number - 1} products saved and shown meanwhile, the slowest "
        f"in {slowest:.2f} s; the worker started again {restarts} times; all embedded {took:.1f} s "
        "after it was back"
    )


def test_a_process_that_dies_between_commit_and_hint_loses_no_product(
    redis: Server, environment, worker: Celery, diary: Diary, log, full, counts, request
):
    deaths = 50 if full else 5
    died = publish_and_die(deaths, environment)
    assert died == [-signal.SIGKILL] * deaths
    assert Rows.filter(state="waiting").count() == deaths
    worker.start()
    request.getfixturevalue("beat")  # only now, so that no sweep comes before the deaths
    took = wait_for(all_embedded, log, 90)
    assert Rows.count() == deaths
    assert set(diary.stores().values()) == {1}
    counts(f"{deaths} processes killed between COMMIT and hint: all embedded after {took:.1f} s")
