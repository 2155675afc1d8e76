"""Cards of what is in stock and like garments that are gone, where no size of them can be named."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommender.alike import ALIKE, in_stock_like
from recommender.ladder.rungs import Mode
from recommender.ranking.facts import as_candidate
from recommender.ranking.reasons import kinship, price_difference
from shop.insight.marks import mark
from shop.storefront.cards import in_order


@dataclass(frozen=True)
class AlikeCard:
    product: Product
    reason: str  # as a substitute's: "Like it, in navy blue, €5.00 less"
    mark: str = ""  # of the offer; "" where the garment has no size that it could stand in for


def alike(garments: Sequence[Product], k: int, sizes: Collection[int] = ()) -> list[AlikeCard]:
    """Up to `k`. garments: as cards show them; sizes: keys of those asked for, if any was."""
    found = {each.product_id: each for each in in_stock_like(garments, k, tuple(sizes))}
    cards = []
    for place, product in enumerate(in_order(list(found)), start=1):
        gone = found[product.pk].instead_of
        cards.append(AlikeCard(product, reason(gone, product), marked(gone, sizes, product, place)))
    return cards


def reason(gone: Product, offered: Product) -> str:
    kin = kinship(as_candidate(gone), as_candidate(offered), offered.product_type.name)
    words = ", ".join(filter(None, [kin, price_difference(gone, offered)]))
    return words[:1].upper() + words[1:]


def marked(gone: Product, sizes: Collection[int], offered: Product, place: int) -> str:
    """Of its sizes the first that was asked for; any stands for it where none was."""
    wanted = [each for each in gone.variants.all() if not sizes or each.size_id in sizes]
    return mark(wanted[0].pk, offered.pk, ALIKE, place, Mode.CLOSEST) if wanted else ""
