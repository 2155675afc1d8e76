"""Pieces that sold out in a shopper's bag, and that she took out with nothing in their place.

An order is all that lies in the bag or nothing, so what was lost on the way to it stands in no
order. Her session remembers it: on the page of the order that she placed without it, and nobody
else's, she is shown what can stand in.
"""

from __future__ import annotations

from django.http import HttpRequest

from catalog.models import Variant
from shop.bag.models import BagLine, Order

WAITING, BY_ORDER = "missed", "missed_by_order"
MOST = 10


def miss(request: HttpRequest, line: BagLine) -> None:
    """She takes the line out."""
    if line.is_lost:
        others = [pk for pk in request.session.get(WAITING, []) if pk != line.variant_id]
        request.session[WAITING] = [*others, line.variant_id][-MOST:]


def order_placed(request: HttpRequest, order: Order) -> None:
    """It went without them; those of the order before are over."""
    if missed := request.session.pop(WAITING, None):
        request.session[BY_ORDER] = [order.token, missed]


def missed_from(request: HttpRequest, order: Order) -> list[Variant]:
    """What was, and still cannot be had, in the order in which she took it out."""
    token, missed = request.session.get(BY_ORDER, ("", []))
    if token != order.token:
        return []
    variants = Variant.objects.select_related("product__product_type", "size").in_bulk(missed)
    found = [variants[pk] for pk in missed if pk in variants]
    return [each for each in found if not (each.is_in_stock and each.product.is_active)]
