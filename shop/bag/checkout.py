"""Turning a bag into an order: all of it, or nothing and the reasons why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from catalog.models import Reservation, Variant
from shop.bag.models import Bag, BagLine, Order, OrderLine
from shop.bag.models.bag import total_of


class CheckoutRefused(Exception):
    """Nothing was ordered and no stock was moved."""


class BagIsEmpty(CheckoutRefused):
    pass


class LinesLost(CheckoutRefused):
    """Some lines ask for more than is left."""

    def __init__(self, lines: list[BagLine]) -> None:
        self.lines = lines
        super().__init__(", ".join(str(line) for line in lines))


class PriceChanged(CheckoutRefused):
    """The bag no longer costs what the shopper was shown."""


@dataclass(frozen=True)
class Address:
    name: str
    email: str
    street: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True)
class Checkout:
    """A filled-in form: where to, how paid, what the shopper was told it would cost."""

    key: UUID
    address: Address
    payment_method: str
    agreed_total: Decimal


@transaction.atomic
def place_order(bag: Bag, checkout: Checkout) -> Order:
    """Take the stock, write the order, empty the bag. Raises a CheckoutRefused.

    The bag's row stays locked to the end: the second of two submits waits here, then finds the
    order of the first by its key and gets that one.
    """
    bag = Bag.objects.select_for_update().get(pk=bag.pk)
    if placed := Order.objects.filter(checkout_key=checkout.key).first():
        return placed
    lines = bag.contents()
    agree(lines, checkout.agreed_total)
    order = write_down(lines, checkout)
    take(lines, order)
    bag.lines.all().delete()
    Reservation.objects.of(bag.holder).release()
    return order


def agree(lines: list[BagLine], agreed_total: Decimal) -> None:
    if not lines:
        raise BagIsEmpty
    if total_of(lines) != agreed_total:
        raise PriceChanged


def take(lines: list[BagLine], order: Order) -> None:
    """Take every line's stock, or raise LinesLost (which rolls back what was taken, and the order).

    What the shopper holds is hers; what others hold is not.
    """
    lost = [
        line
        for line in locked_in_order(lines)
        if not (
            line.variant.product.is_active
            and line.variant.take(line.quantity, str(order), line.bag.holder)
        )
    ]
    if lost:
        raise LinesLost(lost)


def locked_in_order(lines: list[BagLine]) -> list[BagLine]:
    """The lines in the order in which everybody moves stock, their variants locked before the
    first is: two orders never wait for each other in a circle."""
    by_variant = {line.variant_id: line for line in lines}
    return [by_variant[v.pk] for v in Variant.objects.filter(pk__in=by_variant).locked_in_order()]


def write_down(lines: list[BagLine], checkout: Checkout) -> Order:
    order = Order.objects.create(
        checkout_key=checkout.key,
        payment_method=checkout.payment_method,
        total=total_of(lines),
        currency=lines[0].variant.product.currency,
        **vars(checkout.address),
    )
    OrderLine.objects.bulk_create([copy_of(line, order) for line in lines])
    return order


def copy_of(line: BagLine, order: Order) -> OrderLine:
    variant = line.variant
    ordered = OrderLine(
        order=order,
        variant=variant,
        title=variant.product.title,
        size=variant.size.label,
        sku=variant.sku,
        unit_price=variant.product.price,
        quantity=line.quantity,
    )
    ordered.remember_like(line)
    return ordered
