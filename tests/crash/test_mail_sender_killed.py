"""A mail server takes letters from senders who are killed with -9: none is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from catalog.models import Variant
from shop.alerts.models import Delivery, Letter, Subscription
from tests.crash.dispatchers import Dispatchers, dispatchers, of_this_test
from tests.crash.mail_sink import Sink, listening
from tests.crash.queues import shoppers, sold_out_sizes
from tests.crash.workers import wait_for

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def senders(transactional_db, log, full) -> Iterator[tuple[Dispatchers, Sink]]:
    """Killed when they have named the address, and when their mail is in and not yet noted."""
    sink = Sink(kill_every=80 if full else 25, kill=lambda port: crew.kill_at(port), pace=0.005)
    with listening(sink) as port:
        environment = of_this_test(EMAIL_URL=f"smtp://127.0.0.1:{port}", ALERT_GRACE="0")
        with dispatchers(environment, log) as crew:
            yield crew, sink


def test_a_letter_is_sent_though_its_sender_is_killed(senders, log, full, counts):
    people, kills = (1000, 50) if full else (80, 4)
    crew, sink = senders
    chance = random.Random(5)
    shoppers(sold_out_sizes(people // 20), people)
    crew.start(log)
    Variant.objects.update(on_hand=100)
    waiting = Subscription.objects.active()
    while crew.kills < kills and waiting.exists():
        reached = crew.kills
        crew.kill_one(chance)
        wait_for(lambda reached=reached: crew.kills > reached + 1 or not waiting.exists(), log, 120)
    wait_for(lambda: not waiting.exists() and not Letter.objects.open().exists(), log, 600)

    assert len(sink.mails) == people == Delivery.objects.filter(state="sent").count()
    assert Letter.objects.filter(state="sent").count() == people
    assert all(len(set(names)) == 1 for names in sink.mails.values())
    names = {name for [name, *_] in sink.mails.values()}
    assert names == set(Letter.objects.values_list("message_id", flat=True))
    assert kills <= crew.kills, "all were told before enough were killed"
    assert sink.duplicates <= crew.kills
    counts(
        f"{people} letters, their senders killed {crew.kills} times with -9: 0 lost, "
        f"{sink.duplicates} sent again, each under the Message-ID it had before"
    )
