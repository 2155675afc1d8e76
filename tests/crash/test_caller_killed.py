"""Integrators' servers that fail, hang and hang up, called by processes that are killed with -9."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.utils.timezone import now

from catalog.models import Variant
from shop.alerts.models import Attempt, Delivery, Endpoint, Message, Subscription
from shop.api.models import ApiKey
from tests.crash.dispatchers import Dispatchers, of_this_test
from tests.crash.workers import wait_for
from tests.factories import make_product
from tests.shop.alerts.receiver import Receiver, listening

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

TIMEOUT = 1.0
MOODS: list[int | str] = [500, 302, 503, "closes", "hangs", "drips", "floods"]


@pytest.fixture
def crew(transactional_db, log) -> Iterator[Dispatchers]:
    crew = Dispatchers(of_this_test(WEBHOOK_PRIVATE="1", WEBHOOK_TIMEOUT=str(TIMEOUT)), log)
    yield crew
    for process in crew.processes:
        process.kill()


def listeners(receiver: Receiver, endpoints: int, variants: int) -> None:
    """Integrators with an endpoint each, all of whom listen for every one of these sizes."""
    key, _ = ApiKey.objects.issue("Nordlys", ["alerts"])
    sizes = [make_product(f"Dress {n}", stock={"M": 0}).variants.get() for n in range(variants)]
    for number in range(endpoints):
        endpoint = Endpoint.objects.create(owner=key, url=f"{receiver.url}?{number}")
        Subscription.objects.bulk_create(
            Subscription(variant=size, owner=key, endpoint=endpoint, state="active")
            for size in sizes
        )


def let_time_go_by() -> None:
    """What is put off for minutes and hours is due now."""
    Message.objects.filter(state="waiting").update(next_attempt_at=now())


def test_nothing_is_lost_and_each_message_keeps_its_name(crew, log, full, counts):
    endpoints, variants, kills = (40, 100, 50) if full else (12, 10, 5)
    chance = random.Random(11)
    bad = [chance.choice(MOODS) for _ in range(endpoints * variants // 10)]
    moods: list[int | str] = [204] * (endpoints * variants // 2) + bad
    chance.shuffle(moods)
    with listening(Receiver(moods=moods)) as receiver:
        listeners(receiver, endpoints, variants)
        for process in crew.processes:
            process.start()
        wait_for(lambda: "calls made" in log.read_text(), log, 90)
        Variant.objects.update(on_hand=5)
        wait_for(lambda: Message.objects.exists(), log, 30)
        while crew.kills < kills and Message.objects.filter(state="waiting").exists():
            crew.kill(chance.choice(crew.processes))
            time.sleep(chance.uniform(0.2, 1.0))
            let_time_go_by()

        def all_heard() -> bool:
            let_time_go_by()
            time.sleep(0.5)
            return not Message.objects.filter(state="waiting").exists()

        wait_for(all_heard, log, 600 if full else 180)
    messages = endpoints * variants
    assert Delivery.objects.count() == Message.objects.filter(state="sent").count() == messages
    heard = Counter(headers["webhook-id"] for headers, _ in receiver.heard)
    assert set(heard) == {message.name for message in Message.objects.all()}
    # Heard again: because it was answered badly, or because its caller died before the note of it.
    failures = Attempt.objects.exclude(status__range=(200, 299)).count()
    assert heard.total() - messages <= failures + 8 * crew.kills
    assert Attempt.objects.order_by("-seconds")[0].seconds < TIMEOUT + 2
    counts(
        f"{messages} messages to {endpoints} endpoints, {len(bad)} bad answers, callers killed "
        f"{crew.kills} times: all heard, {heard.total() - messages} of them again "
        f"({failures} after a bad answer), longest call "
        f"{Attempt.objects.order_by('-seconds')[0].seconds:.1f} s"
    )
