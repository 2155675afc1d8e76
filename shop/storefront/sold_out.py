"""When everything that was found is sold out: said so, with what is in stock and like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Product
from shop.storefront.alike import AlikeCard, alike
from shop.storefront.filters import Filters

SHOWN = 8


@dataclass(frozen=True)
class SoldOut:
    found: int
    alike: list[AlikeCard]


def all_gone(products: Sequence[Product], filters: Filters) -> bool:
    """Whether none of them can be bought in the sizes asked for. They come as cards show them."""
    return bool(products) and not any(can_be_had(product, filters) for product in products)


def sold_out(products: Sequence[Product], filters: Filters, found: int) -> SoldOut:
    """products: those that are shown first; found: how many there are in all."""
    where = filters.where()
    return SoldOut(found, alike(products, SHOWN, where.sizes or where.made_in))


def can_be_had(product: Product, filters: Filters) -> bool:
    return any(
        variant.is_in_stock and (not filters.size or variant.size.label in filters.size)
        for variant in product.variants.all()
    )
