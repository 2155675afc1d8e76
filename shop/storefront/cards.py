"""Cards of products that something else has found and put in order."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.models import Product
from catalog.models.cards import cards


def in_order(ids: Sequence[int]) -> list[Product]:
    """The products of these ids, best first as they came."""
    products = {product.pk: product for product in cards("p.id = ANY(%b::bigint[])", [list(ids)])}
    return [products[pk] for pk in ids if pk in products]
