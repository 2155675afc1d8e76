"""What goes with what: looks a stylist made, and where there is none, what completes an outfit.

The scorer learned from outfits that people put together (`manage.py train_outfits`); how well it
does is in docs/outfits.md.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from catalog.models import Product
from recommender.outfits.complement import Complement
from recommender.outfits.completing import completing
from recommender.outfits.looks import from_looks
from recommender.outfits.slots import PLACES

__all__ = ["PLACES", "Complement", "complements_for"]


def complements_for(
    products: Product | Sequence[Product],
    k: int = 4,
    slots: Collection[str] | None = None,
    in_stock_for: Collection[int] = (),
) -> tuple[Complement, ...]:
    """Up to `k` products in stock to wear with one or with a set, different kinds first.

    `slots` are names of PLACES (KeyError for another); without them, those that are not filled yet.
    `in_stock_for` are keys of the shopper's Sizes, as known. The first product says for whom it is.
    """
    worn = [products] if isinstance(products, Product) else list(products)
    if not worn:
        return ()
    styled = [] if slots or in_stock_for else list(from_looks(worn, k))
    kinds = {chosen.product.product_type.family for chosen in styled}
    return tuple(styled + completing(worn, k - len(styled), kinds, slots, in_stock_for))
