"""Nearly gone, and costs less: told to whoever asked, once each, in whatever way it came to be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.utils.timezone import now

from catalog.models import Product, Reservation, Variant
from shop.alerts.models import Delivery, Message, Occasion, Subscription
from shop.alerts.planning import plan
from shop.alerts.subscribing import listen_for
from shop.api.models import ApiKey
from tests.at_once import at_once
from tests.factories import make_product
from tests.shop.alerts.letters import ADA, BOB, post_comes, waiting
from tests.shop.alerts.test_planning import sell_all, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


@pytest.fixture
def dress() -> Variant:
    """Five left in M, at €60."""
    return make_product("Alva dress", stock={"M": 5}).variants.get()


@pytest.fixture
def nordlys() -> ApiKey:
    return ApiKey.objects.issue("Nordlys", ["alerts"])[0]


def when_few(variant: Variant, email: str = ADA, threshold: int = 3) -> Subscription:
    return waiting(variant, email, kind="low_stock", threshold=threshold)


def when_cheaper(product: Product, email: str = ADA, **facts) -> Subscription:
    return waiting(None, email, kind="price_drop", product=product, **facts)


def heard() -> list[dict]:
    """What integrators were told, the oldest first."""
    return [message.payload["data"] for message in Message.objects.order_by("pk")]


def sold(variant: Variant) -> None:
    Variant.objects.get(pk=variant.pk).take(2)


def held_at_the_till(variant: Variant) -> None:
    Reservation.objects.hold(variant, 2, "bag 1", now() + timedelta(minutes=15))


def by_bulk_update(variant: Variant) -> None:
    variant.on_hand = 3
    Variant.objects.bulk_update([variant], ["on_hand"])


def by_sql(variant: Variant) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = 2 WHERE id = %s", [variant.pk])


@pytest.mark.parametrize("way", [sold, held_at_the_till, by_bulk_update, by_sql])
def test_in_whatever_way_it_is_nearly_gone_she_is_told_once(dress, way):
    ada = when_few(dress)
    when_few(dress, BOB, threshold=1)
    way(dress)
    for _ in range(3):
        plan()
    assert told() == [ada.pk]


def test_the_letter_says_nearly_gone_and_she_may_ask_again(dress, mailoutbox):
    ada = when_few(dress)
    sold(dress)
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Nearly gone: Alva dress, M"
    ada.refresh_from_db()
    assert ada.state == "told"
    when_few(dress)


def test_few_for_a_moment_is_told_to_nobody(dress, settings):
    settings.ALERT_GRACE = 60
    when_few(dress)
    for _ in range(3):
        Variant.objects.filter(pk=dress.pk).update(on_hand=3)
        Variant.objects.filter(pk=dress.pk).update(on_hand=5)
    Occasion.objects.update(opened_at=now() - timedelta(minutes=2))
    Subscription.objects.update(created_at=now() - timedelta(minutes=5))
    plan()
    assert told() == []
    assert not Occasion.objects.filter(closed_at=None).exists()


def test_what_is_gone_altogether_is_no_news_to_a_shopper_but_to_an_integrator(
    dress, nordlys, mailoutbox
):
    when_few(dress)
    listen_for(dress, nordlys, kind="low_stock", threshold=3)
    sell_all(dress)
    post_comes()
    assert mailoutbox == []
    [said] = heard()
    assert (said["threshold"], said["available"], said["sku"]) == (3, 0, dress.sku)


def test_an_integrator_hears_of_each_of_her_thresholds_each_time(dress, nordlys):
    for threshold in (4, 1):
        listen_for(dress, nordlys, kind="low_stock", threshold=threshold)
    for pieces in (3, 5, 4, 1, 0):
        Variant.objects.filter(pk=dress.pk).update(on_hand=pieces)
        plan()
    assert [(said["threshold"], said["available"]) for said in heard()] == [(4, 3), (4, 4), (1, 1)]
    sequences = [said["sequence"] for said in heard()]
    assert sequences == sorted(set(sequences))


def by_save(product: Product) -> None:
    product.price = Decimal(45)
    product.save()


def by_update(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(price=45)


def all_at_once(product: Product) -> None:
    product.price = Decimal(45)
    Product.objects.bulk_update([product], ["price"])


def by_raw_sql(product: Product) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_product SET price = 45 WHERE id = %s", [product.pk])


@pytest.mark.parametrize("way", [by_save, by_update, all_at_once, by_raw_sql])
def test_in_whatever_way_it_costs_less_she_is_told_once(dress, way, mailoutbox):
    when_cheaper(dress.product)
    way(dress.product)
    post_comes()
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Costs less: Alva dress"
    assert "Costs less: Alva dress, €45.00 instead of €60.00" in mail.body
    assert f"{dress.product.get_absolute_url()}?told=" in mail.body


def price(product: Product, amount: int) -> None:
    Product.objects.filter(pk=product.pk).update(price=amount)


def test_who_named_a_price_is_told_when_it_costs_no_more(dress):
    ada = when_cheaper(dress.product, target=Decimal(40))
    for amount in (50, 41, 55):
        price(dress.product, amount)
        plan()
    assert told() == []
    price(dress.product, 40)
    plan()
    assert told() == [ada.pk]


def test_a_price_that_went_up_first_is_less_only_below_the_one_she_knows(dress):
    ada = when_cheaper(dress.product)
    for amount in (80, 60):
        price(dress.product, amount)
        plan()
    assert told() == []
    price(dress.product, 59)
    plan()
    assert told() == [ada.pk]


def test_a_price_lowered_by_mistake_for_a_moment_is_told_to_nobody(dress, settings):
    settings.ALERT_GRACE = 60
    when_cheaper(dress.product)
    price(dress.product, 6)
    price(dress.product, 60)
    Occasion.objects.update(opened_at=now() - timedelta(minutes=2))
    Subscription.objects.update(created_at=now() - timedelta(minutes=5))
    plan()
    assert told() == []


def test_a_price_that_is_back_up_before_the_post_leaves_is_not_told(dress, mailoutbox):
    when_cheaper(dress.product)
    price(dress.product, 45)
    plan()
    price(dress.product, 60)
    post_comes()
    assert mailoutbox == []
    assert Delivery.objects.get().state == "withdrawn"
    price(dress.product, 45)
    post_comes()
    assert len(mailoutbox) == 1


def test_an_integrator_hears_of_each_drop_once_and_of_none_twice(dress, nordlys, settings):
    listen_for(dress.product, nordlys, kind="price_drop")
    for amount in (50, 50, 40):
        price(dress.product, amount)
        plan()
    assert [(s["last_price"], s["price"]) for s in heard()] == [
        ("60.00", "50.00"),
        ("50.00", "40.00"),
    ]
    settings.ALERT_GRACE = 60
    price(dress.product, 70)  # for a moment
    plan()
    settings.ALERT_GRACE = 0
    price(dress.product, 40)
    plan()
    assert len(heard()) == 2
    for amount in (70, 40):  # and for good
        price(dress.product, amount)
        plan()
    assert heard()[2]["last_price"] == "70.00"


def test_who_says_yes_after_the_drop_is_told_of_it(dress):
    ada = when_cheaper(dress.product)
    Subscription.objects.update(state="pending")
    price(dress.product, 45)
    plan()
    assert told() == []
    ada.confirm()
    plan()
    assert told() == [ada.pk]


def test_what_is_not_sold_is_told_when_it_is(dress):
    ada = when_cheaper(dress.product)
    Product.objects.filter(pk=dress.product.pk).update(status="draft", price=45)
    plan()
    assert told() == []
    Product.objects.filter(pk=dress.product.pk).update(status="active")
    Occasion.objects.update(due_at=now())
    plan()
    assert told() == [ada.pk]


def test_a_thousand_and_more_are_told_of_one_price(dress, monkeypatch):
    monkeypatch.setattr("shop.alerts.planning.TOLD_AT_ONCE", 4)
    for number in range(10):
        when_cheaper(dress.product, f"shopper{number}@example.org")
    price(dress.product, 45)
    while plan():
        pass
    assert len(told()) == len(set(told())) == 10


def test_a_price_that_nobody_watches_writes_nothing(dress):
    price(dress.product, 45)
    sold(dress)
    assert not Occasion.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_while_it_changes_misses_nothing(nordlys):
    """Either she knows the new price already, or the change finds her wish."""
    gowns = [make_product(f"Gown {n}", stock={"M": 5}) for n in range(12)]

    def asks(gown: Product) -> None:
        listen_for(gown, nordlys, kind="price_drop")
        listen_for(gown.variants.get(), nordlys, kind="low_stock", threshold=3)

    def changes(gown: Product) -> None:
        price(gown, 45)
        Variant.objects.filter(product=gown).update(on_hand=2)

    deeds = [partial(deed, gown) for gown in gowns for deed in (asks, changes)]
    assert [a for a in at_once(deeds) if isinstance(a, Exception)] == []
    while plan():
        pass
    knew = Subscription.objects.filter(kind="price_drop", last_price=45).count()
    assert knew == 12  # from the start, or told since
    asked_before = Occasion.objects.filter(kind="price_drop").count()
    assert Message.objects.filter(payload__type="product.price_dropped").count() == asked_before
