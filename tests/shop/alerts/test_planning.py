"""Who is told that a size is back, in which order, and who not yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.timezone import now

from catalog.models import MovementReason, Reservation, StockEvent, Variant
from shop.alerts.models import Delivery, Mailbox, Occasion, Subscription
from shop.alerts.planning import next_in_line, plan
from shop.alerts.quiet_hours import end_of_quiet
from tests.at_once import at_once
from tests.factories import make_product
from tests.shop.alerts.letters import waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


@pytest.fixture
def dress() -> Variant:
    """Sold out."""
    return make_product("Alva dress", stock={"M": 0}).variants.get()


def arrive(variant: Variant, pieces: int) -> None:
    Variant.objects.get(pk=variant.pk).move(pieces, MovementReason.RECEIVED)


def sell_all(variant: Variant) -> None:
    shelf = Variant.objects.get(pk=variant.pk)
    shelf.move(-shelf.on_hand, MovementReason.SOLD)


def queue_of(variant: Variant, people: int, **facts) -> list[Subscription]:
    return [waiting(variant, f"shopper{n}@example.org", **facts) for n in range(people)]


def told() -> list[int]:
    """The alerts written down to be told, in the order of the ledger."""
    return list(Delivery.objects.order_by("pk").values_list("subscription", flat=True))


def an_hour_goes_by() -> None:
    Occasion.objects.filter(due_at__isnull=False).update(due_at=now())


def by_admin(variant: Variant) -> None:
    arrive(variant, 2)


def by_bulk_update(variant: Variant) -> None:
    variant.on_hand = 2
    Variant.objects.bulk_update([variant], ["on_hand"])


def by_sql(variant: Variant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = 2 WHERE id = %s", [variant.pk])


def by_a_hold_given_back(variant: Variant) -> None:
    arrive(variant, 1)
    Reservation.objects.hold(variant, 1, "bag 1", now() + timedelta(minutes=15))
    Occasion.objects.update(closed_at=now())
    Reservation.objects.all().release()


@pytest.mark.parametrize("way", [by_admin, by_bulk_update, by_sql, by_a_hold_given_back])
def test_in_whatever_way_it_came_back_she_is_told(dress, way):
    [ada] = queue_of(dress, 1)
    way(dress)
    plan()
    assert told() == [ada.pk]
    plan()
    assert told() == [ada.pk]


@pytest.mark.parametrize(
    ("units", "asked", "chosen"),
    [
        (1, [1, 1, 1], [0]),
        (2, [1, 1, 1, 1], [0, 1, 2]),
        (4, [2, 2, 2, 1], [0, 1, 2]),
        (4, [3, 4, 1], [0]),  # the second is the first of the next batch: nobody overtakes her
        (4, [9, 1, 5, 2], [1, 3]),  # who wants more than there is keeps her place
        (0, [1], []),
    ],
)
def test_the_first_in_the_queue_are_told_as_far_as_it_goes(units, asked, chosen, settings):
    settings.ALERT_FACTOR = 1.5
    queue = [Subscription(pk=n, quantity=quantity) for n, quantity in enumerate(asked)]
    assert [alert.pk for alert in next_in_line(queue, units)] == chosen


def test_a_thousand_wait_for_eighty(dress, settings):
    settings.ALERT_FACTOR = 1.5
    boxes = Mailbox.objects.bulk_create(
        Mailbox(address=f"shopper{n}@example.org", inbox=f"shopper{n}") for n in range(1000)
    )
    Subscription.objects.bulk_create(
        Subscription(mailbox=box, variant=dress, state="active") for box in boxes
    )
    queue = list(Subscription.objects.order_by("pk").values_list("pk", flat=True))
    arrive(dress, 80)
    plan()
    assert told() == queue[:120]
    plan()
    assert len(told()) == 120
    Variant.objects.get(pk=dress.pk).take(40)
    an_hour_goes_by()
    plan()
    assert told() == queue[:180]
    sell_all(dress)
    an_hour_goes_by()
    plan()
    assert told() == queue[:180]
    assert Occasion.objects.get().closed_at is not None


def test_flapping_stock_is_told_to_nobody(dress, settings):
    settings.ALERT_GRACE = 60
    queue_of(dress, 2)
    for _ in range(5):
        arrive(dress, 1)
        plan()
        sell_all(dress)
    Occasion.objects.update(opened_at=now() - timedelta(minutes=2))
    plan()
    assert told() == []
    assert not Occasion.objects.filter(closed_at=None).exists()


def test_what_stays_longer_than_the_grace_is_told(dress, settings):
    settings.ALERT_GRACE = 60
    [ada] = queue_of(dress, 1)
    arrive(dress, 1)
    sell_all(dress)
    arrive(dress, 1)
    assert plan() == 0
    Occasion.objects.update(opened_at=now() - timedelta(seconds=61))
    Subscription.objects.update(created_at=now() - timedelta(minutes=5))
    plan()
    assert told() == [ada.pk]


def test_she_who_says_yes_when_it_is_back_already_is_told_too(dress):
    ada = waiting(dress, "ada@example.org")
    Subscription.objects.update(state="pending")
    arrive(dress, 3)
    plan()
    assert told() == []
    assert Occasion.objects.get().due_at is None
    ada.confirm()
    plan()
    assert told() == [ada.pk]


def test_she_who_asked_while_it_was_there_waits_for_the_next_time(dress):
    arrive(dress, 1)
    Occasion.objects.update(opened_at=now() - timedelta(days=1))
    ada = waiting(dress, "ada@example.org")
    plan()
    assert told() == []
    sell_all(dress)
    arrive(dress, 1)
    plan()
    assert told() == [ada.pk]


def test_what_was_taken_out_of_the_shop_is_not_told(dress):
    queue_of(dress, 1)
    dress.product.status = "draft"
    dress.product.save()
    arrive(dress, 3)
    plan()
    assert told() == []
    dress.product.status = "active"
    dress.product.save()
    an_hour_goes_by()
    plan()
    assert len(told()) == 1


def test_what_is_held_at_the_till_is_promised_to_nobody(dress):
    queue_of(dress, 3)
    arrive(dress, 3)
    Reservation.objects.hold(dress, 2, "bag 1", now() + timedelta(minutes=15))
    plan()
    assert len(told()) == 1


def test_who_wants_two_is_told_when_there_are_two(dress):
    [pair] = queue_of(dress, 1, quantity=2)
    arrive(dress, 1)
    plan()
    assert told() == []
    arrive(dress, 1)
    an_hour_goes_by()
    plan()
    assert told() == [pair.pk]


def test_at_night_nobody_is_told(dress, settings):
    settings.ALERT_QUIET_HOURS = "0-24"
    queue_of(dress, 1)
    arrive(dress, 1)
    while plan():
        pass
    assert told() == []
    settings.ALERT_QUIET_HOURS = ""
    assert plan() == 0  # put off until the morning
    an_hour_goes_by()
    plan()
    assert len(told()) == 1


@pytest.mark.parametrize(
    ("hours", "hour", "until"),
    [
        ("22-8", 23, (22, 8)),
        ("22-8", 7, (21, 8)),
        ("22-8", 8, None),
        ("1-6", 0, None),
        ("1-6", 5, (21, 6)),
        ("", 3, None),
    ],
)
def test_quiet_hours_are_the_shops_own(settings, hours, hour, until):
    settings.TIME_ZONE = "Asia/Tokyo"
    settings.ALERT_QUIET_HOURS = hours
    tokyo = ZoneInfo("Asia/Tokyo")
    morning = datetime(2026, 11, *until, tzinfo=tokyo) if until else None
    assert end_of_quiet(datetime(2026, 11, 21, hour, 30, tzinfo=tokyo)) == morning


def test_quiet_hours_that_are_none_are_named(settings):
    settings.ALERT_QUIET_HOURS = "late"
    with pytest.raises(ImproperlyConfigured, match="ALERT_QUIET_HOURS is 'late'"):
        end_of_quiet(now())


@pytest.mark.django_db(transaction=True)
def test_many_planners_tell_nobody_twice():
    dresses = [make_product(f"Dress {n}", stock={"M": 0}).variants.get() for n in range(12)]
    for each in dresses:
        queue_of(each, 5)
    for each in dresses:
        arrive(each, 2)
    answers = at_once([plan] * 6)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert len(told()) == len(set(told())) == 12 * 3


@pytest.mark.django_db(transaction=True)
def test_stock_is_sold_and_asked_for_while_it_is_told_of(dress):
    """Nobody waits for anybody in a circle, and each restock is told as its queue was."""
    queue_of(dress, 40)

    def flip() -> None:
        for _ in range(15):
            with transaction.atomic():
                arrive(dress, 1)
            sell_all(dress)

    def join(number: int) -> None:
        for n in range(15):
            waiting(dress, f"late{number}.{n}@example.org")

    def keep_planning() -> None:
        for _ in range(30):
            plan()

    deeds = [flip, partial(join, 1), partial(join, 2), keep_planning, keep_planning]
    assert [a for a in at_once(deeds) if isinstance(a, Exception)] == []
    arrive(dress, 100)
    an_hour_goes_by()
    plan()
    assert StockEvent.objects.filter(kind="back_in_stock").count() == Occasion.objects.count() == 16
    assert Subscription.objects.active().count() == 70
    assert set(told()) == set(Subscription.objects.values_list("pk", flat=True))
