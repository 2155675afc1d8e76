"""The choices beside a listing, each with how many products it would show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor
from operator import itemgetter

from catalog.models import Gender, Season, Section
from catalog.models.product import ProductQuerySet
from shop.storefront.counting import Count, Counted, Sampled
from shop.storefront.filters import Filters
from shop.storefront.shelf_sample import shelf


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        return sum(choice.is_chosen for choice in self.choices)

    @property
    def is_worth_showing(self) -> bool:
        return len(self.choices) > 1 or self.chosen > 0


@dataclass(frozen=True)
class PriceRange:
    lowest: int
    highest: int


@dataclass(frozen=True)
class Facets:
    section: Facet
    type: Facet
    gender: Facet
    size: tuple[Facet, ...]  # one for each size scale
    colour: Facet
    season: Facet
    price: PriceRange
    in_stock: int
    are_sampled: bool  # told from a sample, to two digits

    @property
    def lists(self) -> list[Facet]:
        facets = [self.section, self.gender, self.type, *self.size, self.colour, self.season]
        return [facet for facet in facets if facet.is_worth_showing]


def facets(products: ProductQuerySet, filters: Filters) -> Facets:
    """Counts each facet among what the other filters leave, so that no choice hides the rest."""
    sample = shelf()
    count = Sampled(sample, filters) if sample else Counted(products, filters)
    lowest, highest = count.prices()
    return Facets(
        section=listed(count, "section", "Section", dict(Section.choices)),
        type=listed(count, "type", "Type", count.names_of_types()),
        gender=listed(count, "gender", "For", dict(Gender.choices)),
        size=sizes(count),
        colour=listed(count, "colour", "Colour"),
        season=listed(count, "season", "Season", dict(Season.choices)),
        price=PriceRange(floor(lowest), ceil(highest)),
        in_stock=count.in_stock(),
        are_sampled=sample is not None,
    )


def listed(count: Count, name: str, label: str, labels: dict[str, str] | None = None) -> Facet:
    """A facet of one column: in the order of `labels`, or by name where there are none."""
    counts = count.values(name)
    for value in getattr(count.filters, name):
        counts.setdefault(value, 0)
    order = [value for value in labels or sorted(counts) if value in counts]
    labels = labels or {}
    return facet(count, name, label, [(v, labels.get(v, v), counts[v]) for v in order])


def sizes(count: Count) -> tuple[Facet, ...]:
    """A facet for each size scale among the products, sizes in the order people put them."""
    by_scale = groupby(count.sizes(), key=itemgetter(0))
    scales = [(title, [row[1:] for row in rows]) for title, rows in by_scale]
    return tuple(
        facet(
            count,
            "size",
            f"Size: {title}" if len(scales) > 1 else "Size",
            [(label, label, n) for label, n in rows],
        )
        for title, rows in scales
    )


def facet(count: Count, name: str, label: str, rows: Iterable[tuple[str, str, int]]) -> Facet:
    chosen = getattr(count.filters, name)
    return Facet(
        name, label, tuple(Choice(value, text, n, value in chosen) for value, text, n in rows)
    )
