"""What is in stock and like some garments, with the reason, where no size of them can be named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommender.alike import MOST_ASKED, in_stock_like
from recommender.ranking.facts import as_candidate
from recommender.substitutes import kinship, price_difference
from shop.storefront.cards import in_order


@dataclass(frozen=True)
class Alike:
    product: Product
    reason: str  # as a substitute's: "Like it, in navy blue, €5.00 less"


def alike(gone: Sequence[Product], k: int, sizes: Sequence[int] = ()) -> list[Alike]:
    """Best first. sizes: keys of Sizes, one of which has to be in stock."""
    return beside(gone[:MOST_ASKED], in_order(in_stock_like(gone, k, sizes)))


def beside(gone: Sequence[Product], offered: Sequence[Product]) -> list[Alike]:
    return [Alike(each, reason(nearest_in_kind(gone, each), each)) for each in offered]


def nearest_in_kind(gone: Sequence[Product], offered: Product) -> Product:
    """The one that a shopper would compare it with."""
    return min(
        gone,
        key=lambda each: (
            each.product_type_id != offered.product_type_id,
            each.visible_colour != offered.visible_colour,
        ),
    )


def reason(gone: Product, offered: Product) -> str:
    kin = kinship(as_candidate(gone), as_candidate(offered), offered.product_type.name)
    words = ", ".join(filter(None, [kin, price_difference(gone, offered)]))
    return words[:1].upper() + words[1:]
