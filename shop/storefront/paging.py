"""Pages of cards. A page is found by its products' keys, and only what is on it is read."""

from __future__ import annotations

from django.core.paginator import Page

from catalog.paging import CountedSoFar
from shop.storefront.cards import in_order


class CardPages(CountedSoFar):
    """Of a query of products, in its order."""

    def page(self, number: int | str) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = self.object_list.values_list("pk", flat=True)  # type: ignore[attr-defined]
        ids = list(keys[start : start + self.per_page])
        return Page(in_order(ids), number, self)
