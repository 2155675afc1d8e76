"""Integrators' servers that fail, hang and hang up, called by processes that are killed with -9."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, pairwise

import pytest
from django.db.models import F, Max
from rest_framework.test import APIClient

from catalog.models import Variant
from shop.alerts.models import Attempt, Delivery, Endpoint, Message
from shop.alerts.webhooks.dispatch import JITTER, WAITS
from shop.api.models import ApiKey
from tests.crash import hours
from tests.crash.dispatchers import Dispatchers, dispatchers, of_this_test
from tests.crash.fates import MOST, Fates
from tests.crash.queues import called, sold_out_sizes
from tests.crash.workers import wait_for
from tests.shop.alerts.receiver import listening
from tests.shop.integrator import holding

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

TIMEOUT = 1.0
#: Beyond it, on a machine that is busy with everything else; one that hangs does so for 20.
LEEWAY = 8.0
RETRY_AFTER = 7200  # what the receiver says with 429


@pytest.fixture
def crew(transactional_db, log) -> Iterator[Dispatchers]:
    environment = of_this_test(WEBHOOK_PRIVATE="1", WEBHOOK_TIMEOUT=str(TIMEOUT))
    with dispatchers(environment, log) as crew:
        yield crew


@pytest.fixture
def nordlys(transactional_db) -> tuple[ApiKey, APIClient]:
    key, text = ApiKey.objects.issue("Nordlys", ["alerts"])
    return key, holding(text)


def kill_while_they_call(crew: Dispatchers, kills: int) -> None:
    chance = random.Random(11)
    while crew.kills < kills and Message.objects.filter(attempts_made=0).exists():
        crew.kill_one(chance)
        time.sleep(chance.uniform(0.2, 1.5))


def check_the_waits() -> None:
    """Of all who wait to be called again, as it was written down; not by when they are called."""
    waiting = Message.objects.filter(state="waiting", attempts_made__gt=0)
    waits = waiting.annotate(wait=F("next_attempt_at") - Max("attempts__at"))
    for made, wait in waits.values_list("attempts_made", "wait"):
        due = WAITS[made - 1]
        assert due <= wait.total_seconds() <= max(due * (1 + JITTER), RETRY_AFTER) + LEEWAY


def open_again(client: APIClient) -> set[int]:
    """As their owner does. The endpoints that 410 had closed; none was called after it."""
    closed = list(Endpoint.objects.exclude(disabled_at=None))
    for endpoint in closed:
        after = Attempt.objects.filter(message__endpoint=endpoint, at__gt=endpoint.disabled_at)
        assert not after.exists()
        assert endpoint.disabled_why == "It answered 410 Gone."
        answer = client.post(f"/api/v1/endpoints/{endpoint.public_id}/enable/")
        assert answer.status_code == 200
    return {endpoint.pk for endpoint in closed}


def call_until_nobody_waits(client: APIClient, log) -> tuple[set[int], timedelta]:
    """Let days go by, stride by stride: which endpoints were closed and opened, how long."""
    closed: set[int] = set()
    gone_by = timedelta()
    while True:
        wait_for(hours.at_rest, log, 1800)
        check_the_waits()
        time_gone = hours.until_the_next_call()
        if time_gone is not None:
            gone_by += time_gone
        elif not (opened := open_again(client)):
            return closed, gone_by
        else:
            closed |= opened


def lateness_of_calls(reopened: set[int]) -> Iterator[tuple[float, float]]:
    """Of each call but the first: its wait in seconds, and by how many it came after that.

    Checks that none came before. Of endpoints that were closed meanwhile only that is to be said.
    """
    rows = Attempt.objects.order_by("message", "pk")
    columns = rows.values_list("message", "message__endpoint", "at", "status")
    for (_, endpoint), calls in groupby(columns, key=lambda row: row[:2]):
        for number, (former, latter) in enumerate(pairwise(calls)):
            wait = max(WAITS[number], RETRY_AFTER if former[3] == 429 else 0)
            waited = (latter[2] - former[2]).total_seconds()
            assert former[3] == 410 or waited >= wait
            if endpoint not in reopened:
                yield wait, waited - wait * (1 + JITTER)


def check_the_schedule(reopened: set[int], took: float) -> float:
    """By how much of its wait a call came too late, at most; of waits that are longer than what
    the machine itself took."""
    late = list(lateness_of_calls(reopened))
    assert late
    stride = hours.STRIDE * (1 + JITTER)
    assert [each for each in late if each[1] > stride * each[0] + took] == []
    return max((seconds / wait for wait, seconds in late if wait > took), default=0.0)


def replay_what_was_given_up(client: APIClient) -> int:
    given_up = list(Message.objects.filter(state="failed").select_related("endpoint"))
    for message in given_up:
        span = {
            "since": message.created_at.isoformat(),
            "until": (message.created_at + timedelta(microseconds=1)).isoformat(),
        }
        answer = client.post(f"/api/v1/endpoints/{message.endpoint.public_id}/replay/", span)
        assert answer.json()["messages"] >= 1
    return len(given_up)


def test_nothing_is_lost_and_each_message_keeps_its_name(crew, nordlys, log, full, counts):
    endpoints, variants, kills = (40, 100, 50) if full else (10, 6, 2)
    key, client = nordlys
    sizes = sold_out_sizes(variants)
    with listening(Fates()) as receiver:
        called(key, sizes, [f"{receiver.url}?{number}" for number in range(endpoints)])
        crew.start(log)
        begun = time.monotonic()
        Variant.objects.update(on_hand=5)
        messages = endpoints * variants
        wait_for(lambda: Message.objects.count() == messages, log, 180)
        kill_while_they_call(crew, kills)
        closed, gone_by = call_until_nobody_waits(client, log)
        took = time.monotonic() - begun
        late = check_the_schedule(closed, took)
        given_up = 0
        while Message.objects.filter(state="failed").exists():
            given_up += replay_what_was_given_up(client)
            call_until_nobody_waits(client, log)  # a busy receiver did not hear all ten

    assert Message.objects.filter(state="sent").count() == messages
    assert Delivery.objects.count() == Message.objects.count() == messages
    heard = Counter(headers["webhook-id"] for headers, _ in receiver.heard)
    assert set(heard) == {message.name for message in Message.objects.all()}
    # Heard again: because it was answered badly, or because its caller died before the note of it.
    failures = Attempt.objects.exclude(status__range=(200, 299)).count()
    assert heard.total() - messages <= failures + given_up + 8 * crew.kills
    longest = Attempt.objects.order_by("-seconds")[0].seconds
    assert longest < TIMEOUT + LEEWAY
    assert closed
    moods = Counter(str(mood) for mood in receiver.given)
    counts(
        f"{messages} messages to {endpoints} endpoints in {took:.0f} s and {gone_by.days} days "
        f"of its own, {heard.total()} calls answered {dict(moods.most_common())}, callers killed "
        f"{crew.kills} times: 0 lost, {given_up} given up after {MOST} calls and heard when "
        f"replayed, {len(closed)} endpoints closed by 410 and not called until opened; no call "
        f"before its time, the latest {late:.0%} of its wait after it; longest call "
        f"{longest:.1f} s of {TIMEOUT:.0f}"
    )
