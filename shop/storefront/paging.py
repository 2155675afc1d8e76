"""Pages of cards, counted and leafed through no further than anybody goes.

A page is found by its products' keys, and only what is on it is read.
"""

from __future__ import annotations

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from shop.storefront.cards import in_order

#: More products than these are "more than 10,000", and have no pages behind them.
MOST = 10_000


class CardPages(Paginator):
    """Of a query of products, in its order."""

    @cached_property
    def found(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()  # type: ignore[attr-defined]

    @property
    def is_cut_off(self) -> bool:
        return self.found > MOST

    @property
    def count(self) -> int:  # type: ignore[override]
        return min(self.found, MOST)

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.object_list.values_list("pk", flat=True)  # type: ignore[attr-defined]
        ids = list(keys[start : start + self.per_page])
        return Page(in_order(ids), number, self)
