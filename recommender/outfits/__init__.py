"""What goes with what: looks a stylist made, and where there is none, what completes an outfit.

The scorer learned from outfits that people put together (`manage.py train_outfits`); how well it
does is in docs/outfits.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from catalog.models import Product
from recommender.outfits.advising import Advice, Asked, advise
from recommender.outfits.complement import Complement, CompleteLook, Row, in_turn
from recommender.outfits.slots import PLACES, Place
from recommender.ranking.shopper import ANYBODY, Shopper

__all__ = [
    "PLACES",
    "Advice",
    "Asked",
    "Complement",
    "CompleteLook",
    "Place",
    "Row",
    "advise",
    "complements_for",
    "complete_looks",
    "in_turn",
]

Products = Product | Sequence[Product]


def complements_for(
    products: Products,
    slots: Collection[str] | None = None,
    in_stock_for: Shopper = ANYBODY,
    k: int = 4,
) -> tuple[Row, ...]:
    """A row for each place that one garment or a bag leaves empty, with up to `k` pieces in stock.

    `slots` are names of PLACES (KeyError for another); without them, those that are not filled yet.
    Of the shopper's sizes, those on a piece's own scale count. The first product says for whom all
    of it is.
    """
    return advise(listed(products), Asked(slots, in_stock_for, k=k)).rows


def complete_looks(
    products: Products,
    budget: Decimal | None = None,
    n: int = 3,
    slots: Collection[str] | None = None,
    in_stock_for: Shopper = ANYBODY,
) -> tuple[CompleteLook, ...]:
    """Up to `n` whole outfits around one garment or a bag, a stylist's first, each another.

    `budget` is for all pieces that are added, in the products' currency.
    """
    asked = Asked(slots, in_stock_for, n=n, budget=budget)
    return advise(listed(products), asked).looks


def listed(products: Products) -> list[Product]:
    return [products] if isinstance(products, Product) else list(products)
