"""The ledger, the number on the shelf and the events: equal whichever path wrote."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Sum

from catalog.models import (
    InsufficientStock,
    MovementReason,
    StockEvent,
    StockMovement,
    Variant,
)
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def ledger_sum(variant: Variant) -> int:
    return variant.movements.aggregate(total=Sum("change"))["total"] or 0


def events(variant: Variant) -> list[str]:
    return list(variant.events.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def last_two() -> Variant:
    return make_product(stock={"M": 2}).variants.get()


def test_opening_stock_is_the_first_line_of_the_ledger(last_two):
    assert [(m.change, m.reason) for m in last_two.movements.all()] == [(2, "opening")]
    assert events(last_two) == []


def test_a_movement_moves_the_stock(last_two, django_user_model):
    anna = django_user_model.objects.create_user("anna")
    last_two.move(3, MovementReason.RECEIVED, who=anna, note="delivery 7")
    assert last_two.on_hand == 5 == ledger_sum(last_two)
    assert last_two.movements.latest("pk").who == anna


def test_stock_does_not_go_below_zero(last_two):
    with pytest.raises(InsufficientStock, match="fewer than 3"):
        last_two.move(-3, MovementReason.DAMAGED)
    last_two.refresh_from_db()
    assert last_two.on_hand == 2 == ledger_sum(last_two)


def test_a_movement_of_nothing_is_refused(last_two):
    with pytest.raises(IntegrityError, match="movement_moves_something"):
        last_two.move(0, MovementReason.COUNTED)


def test_selling_the_last_piece_writes_one_event(last_two):
    assert last_two.take(1)
    assert events(last_two) == []
    assert last_two.take(1)
    assert events(last_two) == ["sold_out"]
    assert not last_two.take(1)
    last_two.move(1, MovementReason.RETURNED)
    assert events(last_two) == ["sold_out", "back_in_stock"]


def test_bulk_update_owes_the_ledger_its_row(last_two):
    last_two.on_hand = 0
    Variant.objects.bulk_update([last_two], ["on_hand"])
    assert ledger_sum(last_two) == 0
    assert last_two.movements.latest("pk").reason == MovementReason.DIRECT
    assert events(last_two) == ["sold_out"]


def test_raw_sql_owes_the_ledger_its_row(last_two):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = 9 WHERE id = %s", [last_two.pk])
    assert ledger_sum(last_two) == 9


def test_a_bulk_of_movements_moves_each_variant():
    dress = make_product(stock={"S": 0, "M": 0})
    StockMovement.objects.bulk_create(
        StockMovement(variant=variant, change=4, reason=MovementReason.IMPORTED)
        for variant in dress.variants.all()
    )
    assert list(dress.variants.values_list("on_hand", flat=True)) == [4, 4]
    assert StockEvent.objects.filter(kind="back_in_stock").count() == 2


def test_the_ledger_is_not_rewritten(last_two):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        last_two.movements.update(change=50)


def test_a_product_can_be_deleted_with_its_history(last_two):
    last_two.product.delete()
    assert not StockMovement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_buyers_of_the_last_piece():
    """Eight threads want one of three pieces each: three get one."""
    variant = make_product(stock={"M": 3}).variants.get()
    start, sold = threading.Barrier(8), []

    def buy() -> None:
        start.wait()
        sold.append(variant.take(1))
        connection.close()

    buyers = [threading.Thread(target=buy) for _ in range(8)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    variant.refresh_from_db()
    assert sorted(sold) == [False] * 5 + [True] * 3
    assert variant.on_hand == 0 == ledger_sum(variant)
