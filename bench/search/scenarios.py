"""What is searched for: a filter per query, as the product says it and as a mask over the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from bench.search.shop import SECTIONS, SIZES_PER_SECTION, Shop
from recommender.search import Where

K = 10


@dataclass(frozen=True)
class Filter:
    """One query's: `type`, `size` (of eight), prices in cents; None where not asked."""

    type: int | None = None
    size: int | None = None
    cents: tuple[int, int] | None = None
    section: int | None = None

    def mask(self, shop: Shop, stock: np.ndarray) -> np.ndarray:
        chosen = stock
        if self.type is not None:
            chosen = chosen & (shop.types == self.type)
        if self.section is not None:
            chosen = chosen & (shop.sections == self.section)
        if self.size is not None:
            chosen = chosen & shop.sizes[:, self.size]
        if self.cents is not None:
            chosen = chosen & (shop.cents >= self.cents[0]) & (shop.cents <= self.cents[1])
        return chosen

    def where(self) -> Where:
        low, high = self.cents or (None, None)
        return Where(
            types=() if self.type is None else (self.type,),
            sections=() if self.section is None else (SECTIONS[self.section],),
            sizes=() if self.size is None else (size_key(self.section or 0, self.size),),
            price_from=None if low is None else Decimal(low) / 100,
            price_to=None if high is None else Decimal(high) / 100,
        )


def size_key(section: int, size: int) -> int:
    return 1 + SIZES_PER_SECTION * section + size


@dataclass(frozen=True)
class Scenario:
    name: str
    level: int  # percent in stock
    filter_of: Callable[[Shop, int], Filter]

    def filters(self, shop: Shop) -> list[Filter]:
        return [self.filter_of(shop, number) for number in range(len(shop.queries))]


def anything(shop: Shop, query: int) -> Filter:
    return Filter()


def its_type(shop: Shop, query: int) -> Filter:
    return Filter(type=int(shop.query_types[query]))


def everything(shop: Shop, query: int) -> Filter:
    kind = int(shop.query_types[query])
    chance = np.random.default_rng(query)
    middle = float(np.exp(chance.normal(3.6, 0.6))) * 100
    return Filter(
        type=kind,
        size=int(chance.integers(SIZES_PER_SECTION)),
        cents=(int(0.5 * middle), int(1.8 * middle)),
        section=kind % len(SECTIONS),
    )


SCENARIOS = (
    Scenario("stock5", 5, anything),
    Scenario("stock30", 30, anything),
    Scenario("stock80", 80, anything),
    Scenario("type30", 30, its_type),
    Scenario("full", 30, everything),
)


def truth(shop: Shop, scenario: Scenario) -> list[set[int]]:
    """The K nearest rows of each query that pass its filter, or all that do."""
    stock = shop.in_stock(scenario.level)
    found = []
    for query, wanted in zip(shop.queries, scenario.filters(shop), strict=True):
        rows = np.flatnonzero(wanted.mask(shop, stock))
        similarity = shop.vectors[rows] @ query
        found.append({int(row) for row in rows[np.argsort(-similarity, kind="stable")[:K]]})
    return found
