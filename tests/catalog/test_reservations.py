"""What one shopper holds at the till nobody else can have, whichever way they try."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils import timezone

from catalog.models import MovementReason, Product, Reservation, StockEvent, Variant
from tests.at_once import at_once
from tests.catalog.test_stock import events
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def soon() -> datetime:
    return timezone.now() + timedelta(minutes=15)


def hold(variant: Variant, quantity: int = 1, holder: str = "Ada") -> bool:
    return Reservation.objects.hold(variant, quantity, holder, soon())


def let_run_out(holder: str = "Ada") -> None:
    long_ago = timezone.now() - timedelta(seconds=1)
    Reservation.objects.of(holder).update(expires_at=long_ago)


def reserved(variant: Variant) -> int:
    """The number on the variant, which is the sum of the rows."""
    number = Variant.objects.get(pk=variant.pk).reserved
    rows = Reservation.objects.filter(variant=variant)
    assert number == rows.aggregate(total=Sum("quantity", default=0))["total"]
    return number


@pytest.fixture
def last_piece() -> Variant:
    return make_product(stock={"M": 1}).variants.get()


@pytest.fixture
def last_two() -> Variant:
    return make_product(stock={"M": 2}).variants.get()


def test_what_is_held_is_not_in_stock(last_two):
    assert hold(last_two)
    last_two.refresh_from_db()
    assert (last_two.on_hand, last_two.reserved, last_two.available) == (2, 1, 1)
    assert last_two.is_in_stock
    assert hold(last_two, holder="Grace")
    last_two.refresh_from_db()
    assert not last_two.is_in_stock
    assert not Variant.objects.in_stock().exists()
    assert list(Variant.objects.sold_out()) == [last_two]
    assert not Product.objects.in_stock().exists()


def test_no_more_is_held_than_there_is(last_two):
    assert not hold(last_two, 3)
    assert hold(last_two, 2)
    assert not hold(last_two, 1, "Grace")
    assert reserved(last_two) == 2


def test_the_database_itself_refuses_a_hold_too_many(last_piece):
    hold(last_piece)
    with pytest.raises(IntegrityError, match="held_no_more_than_on_hand"), transaction.atomic():
        Reservation.objects.create(
            variant=last_piece, holder="Grace", quantity=1, expires_at=soon()
        )
    assert reserved(last_piece) == 1


def test_holding_again_says_how_many_in_all_and_until_when(last_two):
    hold(last_two, 1)
    let_run_out()
    assert hold(last_two, 2)
    assert reserved(last_two) == 2
    assert Reservation.objects.get().expires_at > timezone.now()
    assert hold(last_two, 1)
    assert reserved(last_two) == 1


def test_the_holder_buys_what_she_holds_and_nobody_else_does(last_piece):
    hold(last_piece)
    assert not last_piece.take(1, holder="Grace")
    assert not last_piece.take(1)
    assert last_piece.take(1, holder="Ada")
    assert reserved(last_piece) == 0
    assert not Reservation.objects.exists()


def test_the_holder_may_buy_more_than_she_holds_if_nobody_holds_it():
    variant = make_product(stock={"M": 3}).variants.get()
    hold(variant, 1, "Ada")
    hold(variant, 1, "Grace")
    assert not variant.take(3, holder="Ada")
    assert variant.take(2, holder="Ada")
    assert reserved(variant) == 1


def test_one_event_when_the_last_piece_is_held_none_when_it_is_then_bought(last_piece):
    hold(last_piece)
    assert events(last_piece) == ["sold_out"]
    last_piece.take(1, holder="Ada")
    assert events(last_piece) == ["sold_out"]
    assert (StockEvent.objects.get().on_hand, StockEvent.objects.get().reserved) == (1, 1)


def test_no_event_when_one_buys_what_she_holds_and_another_is_left(last_two):
    hold(last_two)
    assert last_two.take(1, holder="Ada")
    assert events(last_two) == []


def test_one_event_when_two_are_bought_of_which_one_was_held(last_two):
    hold(last_two)
    assert events(last_two) == []
    assert last_two.take(2, holder="Ada")
    assert events(last_two) == ["sold_out"]


def test_a_size_is_back_when_its_last_piece_is_given_back(last_piece):
    hold(last_piece)
    assert Reservation.objects.of("Ada").release() == 1
    assert events(last_piece) == ["sold_out", "back_in_stock"]


@pytest.mark.parametrize("wants", ["to hold", "to buy"])
def test_a_hold_that_ran_out_is_in_nobodys_way(last_piece, wants):
    hold(last_piece)
    let_run_out()
    assert hold(last_piece, holder="Grace") if wants == "to hold" else last_piece.take(1)
    assert not Reservation.objects.of("Ada").exists()
    assert reserved(last_piece) == (1 if wants == "to hold" else 0)
    # It went from the one to the other: nobody is told that it was back.
    assert events(last_piece) == ["sold_out"]


def test_whose_hold_ran_out_may_still_buy_as_long_as_nobody_else_did(last_piece):
    hold(last_piece)
    let_run_out()
    assert last_piece.take(1, holder="Ada")


def test_room_is_made_where_only_a_hold_that_ran_out_stands(last_piece):
    hold(last_piece)
    last_piece.refresh_from_db()
    assert not last_piece.make_room()
    let_run_out()
    assert last_piece.make_room()
    assert last_piece.available == 1


def test_of_a_piece_damaged_while_two_hold_one_each_the_first_to_order_gets_the_other(last_two):
    hold(last_two, holder="Ada")
    hold(last_two, holder="Grace")
    last_two.move(-1, MovementReason.DAMAGED)
    assert not last_two.take(1, holder="a stranger")
    assert last_two.take(1, holder="Grace")
    assert not last_two.take(1, holder="Ada")


def test_saving_a_variant_that_was_read_before_leaves_the_holds(last_two):
    stale = Variant.objects.get(pk=last_two.pk)
    hold(last_two)
    stale.sku = "NEW-SKU"
    stale.save()
    assert reserved(last_two) == 1
    assert Variant.objects.get().sku == "NEW-SKU"


def test_a_product_that_is_held_can_be_deleted(last_piece):
    hold(last_piece)
    with transaction.atomic():
        last_piece.product.delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert not Reservation.objects.exists()
    assert not StockEvent.objects.exists()


def test_raw_sql_moves_the_number_too(last_two):
    hold(last_two, 2)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_reservation SET quantity = 1")
        assert reserved(last_two) == 1
        cursor.execute("DELETE FROM catalog_reservation")
    assert reserved(last_two) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["nobody", "one whose time ran out"])
def test_twelve_want_to_hold_three_pieces(before):
    variant = make_product(stock={"M": 3}).variants.get()
    if before != "nobody":
        hold(variant, 2)
        let_run_out()
    deeds = [lambda n=n: hold(variant, holder=f"shopper {n}") for n in range(12)]
    answers = at_once(deeds)
    assert sorted(answers) == [False] * 9 + [True] * 3
    assert reserved(variant) == 3


@pytest.mark.django_db(transaction=True)
def test_some_want_to_hold_and_some_to_buy_what_is_left():
    for number in range(10):
        variant = make_product(stock={"M": 3}).variants.get()
        at_the_till = [partial(hold, variant, 1, f"shopper {n}") for n in range(5)]
        answers = at_once([*at_the_till, *[partial(variant.take, 1)] * 5])
        assert sorted(answers) == [False] * 7 + [True] * 3, f"round {number}"
        assert Variant.objects.get(pk=variant.pk).available == 0
        assert reserved(variant) == Variant.objects.get(pk=variant.pk).on_hand


@pytest.mark.django_db(transaction=True)
def test_two_sizes_are_held_bought_swept_and_counted_from_both_ends():
    """Nobody waits in a circle, and at no time is more sold or held than there is."""
    dress = make_product(stock={"S": 40, "M": 40})
    small, medium = dress.variants.all()

    def shop(number: int) -> int:
        sold, holder = 0, f"shopper {number}"
        for turn in range(12):
            pair = [small, medium] if (number + turn) % 2 else [medium, small]
            with transaction.atomic():
                sizes = list(Variant.objects.filter(pk__in=[v.pk for v in pair]).locked_in_order())
                held = [hold(size, holder=holder) for size in sizes]
            if turn % 3 == 0:
                sold += pair[0].take(1, holder=holder)
            if turn % 3 == 1:
                Reservation.objects.of(holder).release()
            assert set(held) <= {True, False}
        return sold

    def sweep() -> int:
        for _ in range(30):
            let_run_out("shopper 1")
            Reservation.objects.expired().release_one_by_one()
        return 0

    answers = at_once([*(lambda n=n: shop(n) for n in range(6)), sweep])
    assert all(isinstance(answer, int) for answer in answers), answers
    left = sum(Variant.objects.values_list("on_hand", flat=True))
    assert left == 80 - sum(answers)
    assert all(
        reserved(size) <= Variant.objects.get(pk=size.pk).on_hand for size in (small, medium)
    )
