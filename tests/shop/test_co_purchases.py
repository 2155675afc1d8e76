from __future__ import annotations

import csv
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from shop.bag.co_purchases import co_purchases
from shop.bag.models import Order, OrderLine
from shop.bag.models.order import OrderStatus
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def order(*products: Product, status: str = OrderStatus.PLACED) -> Order:
    placed = Order.objects.create(
        checkout_key=uuid4(), name="Ada Lovelace", email="ada@example.org", street="1 St",
        city="London", postcode="SW1", country="GB", payment_method="on_delivery", total=1,
        currency="EUR", status=status,
    )  # fmt: skip
    for product in products:
        for variant in product.variants.all()[:2]:  # she could not decide on a size
            OrderLine.objects.create(
                order=placed, variant=variant, title=product.title, size="M", sku=variant.sku,
                unit_price=1, quantity=2,
            )  # fmt: skip
    return placed


def test_what_two_orders_hold_is_counted_once_an_order(tmp_path):
    shirt, jeans, boots = (make_product(title) for title in ("Shirt", "Jeans", "Boots"))
    order(shirt, jeans)
    order(jeans, shirt, boots)
    order(shirt, boots, status=OrderStatus.CANCELLED)
    assert list(co_purchases(least=2)) == [(shirt.pk, jeans.pk, 2)]
    assert len(list(co_purchases())) == 3

    call_command("export_copurchases", out=tmp_path / "pairs.csv")
    text = (tmp_path / "pairs.csv").read_text()
    assert list(csv.reader(text.splitlines())) == [
        ["product", "other_product", "orders"],
        [str(shirt.pk), str(jeans.pk), "2"],
    ]
    assert "Ada" not in text


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("export_copurchases", out=tmp_path / "nowhere" / "pairs.csv")
