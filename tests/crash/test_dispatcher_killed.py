"""Stock that flips while those who tell of it are killed with -9: each is told, and once."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from catalog.models import StockEvent, Variant
from shop.alerts.models import Delivery, Letter, Mailbox, Occasion, Subscription
from tests.crash.dispatchers import DISPATCHERS, Dispatchers, of_this_test
from tests.crash.mail_sink import Sink, listening
from tests.crash.workers import wait_for
from tests.factories import make_product

pytestmark = [pytest.mark.crash, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def dispatchers(transactional_db, log, full) -> Iterator[tuple[Dispatchers, Sink]]:
    sink = Sink(kill_every=18 if full else 25, kill=lambda port: crew.kill_at(port), pace=0.01)
    with listening(sink) as port:
        crew = Dispatchers(of_this_test(EMAIL_URL=f"smtp://127.0.0.1:{port}"), log)
        yield crew, sink
        for process in crew.processes:
            process.kill()


def shop_with_queues(variants: int, people: int) -> list[int]:
    """Sold-out sizes; everybody waits for one of them, under an address of her own."""
    products = [make_product(f"Dress {n}", stock={"M": 0}) for n in range(variants)]
    sizes = list(Variant.objects.filter(product__in=products).order_by("pk"))
    boxes = Mailbox.objects.bulk_create(
        Mailbox(address=f"shopper{n}@example.org", inbox=f"shopper{n}") for n in range(people)
    )
    Subscription.objects.bulk_create(
        Subscription(mailbox=box, variant=sizes[n % variants], state="active")
        for n, box in enumerate(boxes)
    )
    return [size.pk for size in sizes]


def put(variant: int, on_hand: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = %s WHERE id = %s", [on_hand, variant])


def flip_stock(sizes: list[int], flips: int, chance: random.Random) -> tuple[set[int], int]:
    """Flap all of them, up and down at once; half of them come back for good, one by one."""
    for_good = set(sizes[::2])
    due_back = sorted(for_good, key=lambda _: chance.random())
    every = max(1, flips // len(due_back))
    flapped = 0
    for number in range(flips):
        if number % every == 0 and due_back:
            put(due_back.pop(), 100)
        variant = chance.choice(sizes)
        if variant not in for_good or variant in due_back:
            put(variant, 1)
            put(variant, 0)
            flapped += 1
        time.sleep(0.002)
    for variant in due_back:
        put(variant, 100)
    return for_good, flapped


def test_each_is_told_and_once_though_who_tells_them_is_killed(dispatchers, log, full, counts):
    variants, people, flips, kills = (500, 2000, 10_000, 50) if full else (20, 160, 300, 5)
    crew, sink = dispatchers
    chance = random.Random(7)
    sizes = shop_with_queues(variants, people)
    for process in crew.processes:
        process.start()
    wait_for(lambda: "letters sent" in log.read_text(), log, 60)
    for_good, flapped = flip_stock(sizes, flips, chance)
    asked = Subscription.objects.filter(variant__in=for_good)
    while crew.kills < kills and asked.active().exists():
        crew.kill(chance.choice(crew.processes))
        time.sleep(chance.uniform(0.2, 1.5))
    wait_for(lambda: not asked.active().exists(), log, 120 if not full else 600)
    wait_for(lambda: not Letter.objects.open().exists(), log, 60)

    assert Delivery.objects.count() == asked.count() == len(sink.mails)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    told_of = Delivery.objects.values_list("occasion__variant", flat=True)
    assert set(told_of) == for_good
    assert set(sink.mails) == set(asked.values_list("mailbox__address", flat=True))
    assert all(len(set(names)) == 1 for names in sink.mails.values())
    assert sink.duplicates <= crew.kills
    assert crew.kills >= kills, "all were told before enough were killed"
    assert StockEvent.objects.filter(kind="back_in_stock").count() == Occasion.objects.count()
    counts(
        f"{flips} flips over {variants} sizes ({flapped} of them flaps), {people} alerts, "
        f"{DISPATCHERS} dispatchers killed {crew.kills} times: {asked.count()} were due a letter "
        f"and got it, {sink.duplicates} of them twice under one Message-ID, none for a flap"
    )
