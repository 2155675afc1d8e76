"""A search in words alone: what is understood acts on the filters as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommender.wishes import Part, Shelf, Wish
from recommender.words import Found, search_words
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters, everything_for_sale, ordered
from shop.storefront.narrowed import Narrowed, heeded

#: Beyond these the page says "and more".
MOST_COUNTED = 99


def found_by(wish: Wish, narrowed: Narrowed, k: int) -> tuple[Found, list[Product]]:
    """The newest, where all that was said filters, and nothing is left to compare."""
    products = narrowed.apply(everything_for_sale())
    found = search_words(wish.heard, products, k, narrowed.where(), wish.saying)
    ids = found.product_ids
    if wish.said and not (ids or wish.saying):
        ids = list(ordered(products, "new").values_list("pk", flat=True)[:k])
    return found, in_order(ids)


@dataclass(frozen=True)
class Without:
    """How many are in stock where a part of what was understood is let go."""

    parts: tuple[Part, ...]
    narrowed: Narrowed
    count: int  # MOST_COUNTED + 1 for more

    @property
    def words(self) -> str:
        return " and ".join(f"“{part.words}”" for part in self.parts)

    @classmethod
    def of(cls, parts: Sequence[Part], filters: Filters, wish: Wish, shelf: Shelf) -> Without:
        wider = wish.without(field for part in parts for field in part.fields)
        narrowed = Narrowed.by(filters, wider, shelf).with_stock(True)
        some = narrowed.apply(everything_for_sale()).order_by()[: MOST_COUNTED + 1]
        return cls(tuple(parts), narrowed, some.count())


def wider(filters: Filters, wish: Wish, shelf: Shelf) -> list[Without]:
    """Where nothing in stock is all that her words say: what each part alone keeps away, the most
    first; all parts together, where none does alone. Nothing where there is something, or no part.
    """
    parts = [part for part in heeded(wish, filters).parts if "in_stock" not in part.fields]
    if not parts or Without.of([], filters, wish, shelf).count:
        return []
    each = [Without.of([part], filters, wish, shelf) for part in parts]
    by_count = sorted(each, key=lambda without: -without.count)
    all_of_them = [] if by_count[0].count else [Without.of(parts, filters, wish, shelf)]
    return [without for without in (*by_count, *all_of_them) if without.count]
