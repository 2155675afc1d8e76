"""Pictures that no encoder survives: they fail with the reason, and the others go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import now

from recommender.models import ProductEmbedding
from recommender.tasks import embed_waiting
from tests.crash.diary import Diary
from tests.crash.photos import Nature, photographed
from tests.crash.workers import Celery, wait_for

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

Rows = ProductEmbedding.objects
LIMIT = 5  # s, from which a picture hangs


@pytest.fixture
def environment(environment, monkeypatch) -> dict[str, str]:
    # A message carries the limits of whoever sent it, and this process sends some. Celery reads
    # them off the task once, when it first sends it, which an earlier test may have done.
    monkeypatch.setattr(embed_waiting, "time_limit", LIMIT)
    monkeypatch.setattr(embed_waiting, "soft_time_limit", LIMIT)
    monkeypatch.setattr(embed_waiting, "_exec_options", None)
    return {**environment, "EMBEDDING_TIME_LIMIT": str(LIMIT), "CRASH_PACE": "0.002"}


def waiting() -> int:
    return Rows.filter(state="waiting").count()


def embedded() -> int:
    return Rows.filter(state="embedded").count()


def until_it_has_failed(poisons: int, log) -> None:
    """Each time all have been tried, the clock is moved on to their next try."""
    for attempts in (1, 2, 3):
        tried = Rows.filter(attempts__gte=attempts)
        wait_for(lambda tried=tried: tried.count() == poisons, log, 60 + poisons * 2 * LIMIT)
        if attempts < 3:
            Rows.waiting().update(next_attempt_at=now() - timedelta(seconds=1))


def natures(counted: dict[Nature, int]) -> list[Nature]:
    return [nature for nature, count in counted.items() for _ in range(count)]


def test_poison_fails_with_its_reason_and_the_others_are_embedded(
    worker: Celery, beat, diary: Diary, log, full, counts, admin_client
):
    some = {Nature.RAISES: 1, Nature.KILLS: 1}
    many = {Nature.RAISES: 8, Nature.KILLS: 8, Nature.HANGS: 4}
    pictures, poisons = (500, natures(many)) if full else (60, natures(some))
    every = pictures // len(poisons)
    for number in range(pictures):
        is_poison = number % every == every // 2
        photographed(number, poisons[number // every] if is_poison else Nature.HARMLESS)
    worker.start()
    harmless = pictures - len(poisons)
    took = wait_for(lambda: embedded() == harmless, log, 60 + len(poisons) * 2 * LIMIT)
    until_it_has_failed(len(poisons), log)
    wait_for(lambda: not waiting(), log, 60)

    failed = Rows.filter(state="failed")
    assert (failed.count(), embedded()) == (len(poisons), harmless)
    assert set(failed.values_list("attempts", flat=True)) == {3}
    reasons = {error.partition(":")[0] for error in failed.values_list("error", flat=True)}
    assert reasons == {"RuntimeError", "WorkerEnded"}
    assert set(diary.stores().values()) == {1}
    page = admin_client.get("/admin/catalog/product/", {"embedding": "failed"}).content.decode()
    assert f"{len(poisons)} product" in page
    assert "cannot bear the sight of it" in page
    assert "WorkerEnded: " in page
    counts(
        f"{len(poisons)} poison pictures among {pictures}: {failed.count()} failed after 3 tries "
        f"each, {embedded()} embedded {took:.1f} s after the worker's start"
    )


def test_a_worker_that_hangs_is_ended_and_the_picture_moves_on(
    worker: Celery, beat, diary: Diary, log, counts
):
    for number in range(20):
        photographed(number, Nature.HANGS if number == 3 else Nature.HARMLESS)
    hanging = Rows.get(product__external_id="C3")
    worker.start()
    wait_for(lambda: Rows.filter(pk=hanging.pk, attempts=1).exists(), log, 240)
    hanging.refresh_from_db()
    assert hanging.state == "waiting"
    assert hanging.next_attempt_at > now()
    assert hanging.error.startswith("WorkerEnded: ")
    wait_for(lambda: embedded() == 19, log, 240)  # those of its batch are tried alone, like it
    calls = diary.calls()[3]
    assert calls == 2  # once in its batch, once alone
    counts(f"1 hanging picture among 20: tried {calls} times, each ended after {LIMIT} s; 19 done")
