"""Stock that flips while those who tell of it are killed with -9: each is told, and once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db.models import Count

from catalog.models import StockEvent
from shop.alerts.models import Delivery, Letter, Message, Occasion, Subscription
from shop.alerts.models.delivery import DeliveryQuerySet
from tests.crash.dispatchers import DISPATCHERS, GRACE, Dispatchers, dispatchers, of_this_test
from tests.crash.mail_sink import Sink, listening
from tests.crash.queues import fetchers, put, shoppers, sold_out_sizes
from tests.crash.workers import wait_for

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]

PLENTY = 100  # for all who wait for one size
LISTENING = Subscription.objects.filter(mailbox=None)


@dataclass
class Storm:
    """What becomes of the stock, and who is to hear of it for certain."""

    sizes: list[int]
    chance: random.Random
    flaps: int = 0
    for_good: list[int] = field(default_factory=list)  # the events of what came back and stayed

    def blow(self, flips: int, crew: Dispatchers, kills: int) -> list[int]:
        """Flap all of them, up and down at once; half of them come back and stay, one by one.
        Those."""
        stay = self.chance.sample(self.sizes, len(self.sizes) // 2)
        still_to_come = set(stay)
        for number in range(flips):
            if number % max(1, flips // len(stay)) == 0 and still_to_come:
                put(still_to_come.pop(), PLENTY)
            if number % max(1, flips // kills) == 0:
                crew.kill_one(self.chance)
            variant = self.chance.choice(self.sizes)
            if variant not in stay or variant in still_to_come:
                self.flap(variant)
        for variant in still_to_come:
            put(variant, PLENTY)
        self.for_good += [last_event(variant) for variant in stay]
        return stay

    def flap(self, variant: int) -> None:
        """Over at once; one in forty can be seen by whoever looks, but is over within the grace."""
        put(variant, 1)
        if self.flaps % 40 == 0:
            time.sleep(0.4)
        put(variant, 0)
        self.flaps += 1


def last_event(variant: int) -> int:
    return (
        StockEvent.objects.filter(variant=variant).order_by("-pk").values_list("pk", flat=True)[0]
    )


def lasted() -> dict[int, float]:
    """Seconds for which each size that came back was there, by the number of its event."""
    seconds, begun = {}, {}
    for event in StockEvent.objects.order_by("variant", "pk"):
        if event.kind == "back_in_stock":
            begun[event.variant_id] = event
            seconds[event.pk] = float("inf")
        elif back := begun.pop(event.variant_id, None):
            seconds[back.pk] = (event.at - back.at).total_seconds()
    return seconds


@pytest.fixture
def crew(transactional_db, log) -> Iterator[tuple[Dispatchers, Sink]]:
    sink = Sink()
    with listening(sink) as port:
        environment = of_this_test(EMAIL_URL=f"smtp://127.0.0.1:{port}")
        with dispatchers(environment, log) as crew:
            yield crew, sink


def rows() -> DeliveryQuerySet:
    """The ledger: who was told of what, but for what was gone again before the letter left."""
    return Delivery.objects.holding()


def check_who_was_told(for_good: list[int]) -> None:
    """Of each that stayed: listeners every time, shoppers the first time. Nobody twice."""
    told = set(rows().values_list("subscription", "occasion__event"))
    assert len(told) == rows().count()
    came = StockEvent.objects.filter(pk__in=for_good)
    for event in came:
        hearing = LISTENING.filter(variant=event.variant_id).values_list("pk", flat=True)
        assert {(alert, event.pk) for alert in hearing} <= told
    shopping = Subscription.objects.filter(mailbox__isnull=False)
    lucky = shopping.filter(variant__in=came.values("variant"))
    assert set(lucky.values_list("state", flat=True)) == {"told"}
    of_shoppers = rows().filter(subscription__in=shopping)
    times = of_shoppers.values("subscription").annotate(times=Count("pk"))
    assert set(times.values_list("times", flat=True)) == {1}


def check_that_no_flap_was_told(flaps: int) -> int:
    """How many there were. On a slow machine one of ours may last longer than the grace, and is
    none; half of that is left for the moment between an event and its commit."""
    seconds = lasted()
    told = rows().values_list("occasion__event", flat=True)
    assert [event for event in told if seconds[event] < GRACE / 2] == []
    assert Occasion.objects.count() == len(seconds)
    flapped = sum(each < GRACE for each in seconds.values())
    assert flapped > flaps / 2
    return flapped


def check_what_was_said(sink: Sink, kills: int) -> None:
    """What was written down, and once: messages to be fetched, letters."""
    assert Message.objects.count() == rows().filter(subscription__in=LISTENING).count()
    addresses = rows().filter(subscription__mailbox__isnull=False)
    assert set(sink.mails) == set(
        addresses.values_list("subscription__mailbox__address", flat=True)
    )
    assert all(len(set(names)) == 1 for names in sink.mails.values())
    assert sink.duplicates <= kills


def wait_until_told(stay: list[int], came: list[int], listeners: int, log: Path) -> None:
    """All that must be: who listens of all that came and stayed, who shops for any of it."""
    heard = Delivery.objects.filter(occasion__event__in=came, subscription__in=LISTENING)
    wait_for(lambda: heard.count() == len(came) * listeners, log, 900)
    shopping = Subscription.objects.queueing().filter(variant__in=stay)
    wait_for(lambda: not shopping.exists(), log, 900)


def test_each_is_told_of_each_restock_and_of_it_once(crew, log, full, counts):
    variants, people, rounds = (500, 1000, 4) if full else (20, 60, 2)
    flips, kills = (10_000, 60) if full else (300, 6)
    crew, sink = crew
    sizes = sold_out_sizes(variants)
    shoppers(sizes, people)  # told once, then it is over
    fetchers(sizes, people // variants)  # told each time
    storm = Storm([size.pk for size in sizes], random.Random(7))
    crew.start(log)
    begun = time.monotonic()
    for _ in range(rounds):
        stay = storm.blow(flips // rounds, crew, kills // rounds)
        wait_until_told(stay, storm.for_good, people // variants, log)
        for variant in stay:
            put(variant, 0)
    took = time.monotonic() - begun
    wait_for(lambda: not Letter.objects.open().exists(), log, 300)
    check_who_was_told(storm.for_good)
    flapped = check_that_no_flap_was_told(storm.flaps)
    check_what_was_said(sink, crew.kills)
    counts(
        f"{flips} flips over {variants} sizes in {took:.0f} s ({flapped} of them flaps, "
        f"{len(storm.for_good)} came back and stayed), {2 * people} alerts, {DISPATCHERS} "
        f"dispatchers killed {crew.kills} times: {rows().count()} due to be told and told, one row "
        f"for each alert and restock, none for a flap; {len(sink.mails)} letters, "
        f"{sink.duplicates} sent again under one Message-ID"
    )
