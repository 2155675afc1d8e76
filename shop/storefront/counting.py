"""How many products each choice beside a listing would show: counted, or told from a sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from django.db.models import Count as Counting
from django.db.models import Max, Min

from catalog.models.product import ProductQuerySet
from shop.storefront.filters import PATHS, Filters
from shop.storefront.shelf_sample import Shelf

#: Scale's title, label, number of products; as people order sizes.
SizeRow = tuple[str, str, int]


class Count(Protocol):
    """Each choice is counted among what the other filters leave."""

    @property
    def filters(self) -> Filters: ...

    def values(self, name: str) -> dict[str, int]: ...

    def names_of_types(self) -> dict[str, str]: ...

    def sizes(self) -> Iterable[SizeRow]: ...

    def prices(self) -> tuple[float, float]: ...

    def in_stock(self) -> int: ...


@dataclass(frozen=True)
class Counted:
    """Live, one statement each."""

    products: ProductQuerySet
    filters: Filters

    def left_by(self, *names: str) -> ProductQuerySet:
        """What all filters but these leave."""
        return self.filters.without(*names).apply(self.products).order_by()

    def values(self, name: str) -> dict[str, int]:
        products = self.left_by(name)
        if name == "colour":
            products = products.with_shown_colour()
        rows = products.values_list(PATHS[name]).annotate(n=Counting("pk"))
        return {value: n for value, n in rows if value}

    def names_of_types(self) -> dict[str, str]:
        pairs = self.products.order_by("product_type__name").values_list(
            "product_type__slug", "product_type__name"
        )
        return dict(pairs.distinct())

    def sizes(self) -> Iterable[SizeRow]:
        variants = self.filters.without("size").variants()
        return (
            variants.filter(product__in=self.left_by("size"))
            .values_list("size__scale__title", "size__label")
            .annotate(n=Counting("pk"))
            .order_by("size__scale__title", "size__rank", "size__label")
        )

    def prices(self) -> tuple[float, float]:
        ends = self.left_by("price_min", "price_max").aggregate(Min("price"), Max("price"))
        return ends["price__min"] or 0, ends["price__max"] or 0

    def in_stock(self) -> int:
        return self.left_by("in_stock").in_stock().count()


@dataclass(frozen=True)
class Sampled:
    """In memory; what fewer than one product in some thousands has may not be seen."""

    shelf: Shelf
    filters: Filters

    def left_by(self, *names: str) -> np.ndarray:
        return self.shelf.left_by(self.filters.without(*names))

    def values(self, name: str) -> dict[str, int]:
        counts = Counter(self.shelf.columns[name][self.left_by(name)].tolist())
        return {value: self.shelf.about(n) for value, n in counts.items() if value}

    def names_of_types(self) -> dict[str, str]:
        return self.shelf.names

    def sizes(self) -> Iterable[SizeRow]:
        shelf = self.shelf
        chosen = shelf.sizes_left_by(self.filters.without("size"))
        chosen &= self.left_by("size")[shelf.owner]
        counts = np.bincount(shelf.size[chosen], minlength=len(shelf.sizes))
        for (title, label), n in zip(shelf.sizes, counts.tolist(), strict=True):
            if n:
                yield title, label, shelf.about(n)

    def prices(self) -> tuple[float, float]:
        prices = self.shelf.prices[self.left_by("price_min", "price_max")]
        return (prices.min(), prices.max()) if len(prices) else (0, 0)

    def in_stock(self) -> int:
        rows = self.left_by("in_stock") & self.shelf.having(self.shelf.there)
        return self.shelf.about(rows.sum())
