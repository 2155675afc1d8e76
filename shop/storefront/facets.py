"""The choices beside a listing, each with how many products it would show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max, Min

from catalog.models import Gender, Season, Section
from catalog.models.product import ProductQuerySet
from shop.storefront.filters import PATHS, Filters


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

    @property
    def lists(self) -> list[Facet]:
        facets = [self.section, self.gender, self.type, *self.size, self.colour, self.season]
        return [facet for facet in facets if facet.is_worth_showing]


def facets(products: ProductQuerySet, filters: Filters) -> Facets:
    """Counts each facet among what the other filters leave, so that no choice hides the rest."""
    count = Counter(products, filters)
    return Facets(
        section=count.listed("section", "Section", dict(Section.choices)),
        type=count.listed("type", "Type", count.names_of_types()),
        gender=count.listed("gender", "For", dict(Gender.choices)),
        size=count.sizes(),
        colour=count.listed("colour", "Colour"),
        season=count.listed("season", "Season", dict(Season.choices)),
        price=count.prices(),
        in_stock=count.left_by("in_stock").in_stock().count(),
    )


@dataclass(frozen=True)
class Counter:
    products: ProductQuerySet
    filters: Filters

    def left_by(self, *names: str) -> ProductQuerySet:
        """What all filters but these leave."""
        return self.filters.without(*names).apply(self.products).order_by()

    def listed(self, name: str, label: str, labels: dict[str, str] | None = None) -> Facet:
        """A facet of one column: in the order of `labels`, or by name where there are none."""
        path = PATHS[name]
        products = self.left_by(name)
        if name == "colour":
            products = products.with_shown_colour()
        rows = products.values_list(path).annotate(n=Count("pk"))
        counts = {value: n for value, n in rows if value}
        for value in getattr(self.filters, name):
            counts.setdefault(value, 0)
        order = [value for value in labels or sorted(counts) if value in counts]
        labels = labels or {}
        return self.facet(name, label, [(v, labels.get(v, v), counts[v]) for v in order])

    def names_of_types(self) -> dict[str, str]:
        pairs = self.products.order_by("product_type__name").values_list(
            "product_type__slug", "product_type__name"
        )
        return dict(pairs.distinct())

    def sizes(self) -> tuple[Facet, ...]:
        """A facet for each size scale among the products, sizes in the order people put them."""
        variants = self.filters.without("size").variants()
        rows = (
            variants.filter(product__in=self.left_by("size"))
            .values_list("size__scale__title", "size__label")
            .annotate(n=Count("pk"))
            .order_by("size__scale__title", "size__rank", "size__label")
        )
        scales = [(title, list(sizes)) for title, sizes in groupby(rows, key=lambda row: row[0])]
        return tuple(
            self.facet(
                "size",
                f"Size: {title}" if len(scales) > 1 else "Size",
                [(label, label, n) for _, label, n in sizes],
            )
            for title, sizes in scales
        )

    def facet(self, name: str, label: str, rows: Iterable[tuple[str, str, int]]) -> Facet:
        chosen = getattr(self.filters, name)
        return Facet(
            name, label, tuple(Choice(value, text, n, value in chosen) for value, text, n in rows)
        )

    def prices(self) -> PriceRange:
        ends = self.left_by("price_min", "price_max").aggregate(Min("price"), Max("price"))
        return PriceRange(int(ends["price__min"] or 0), -int(-(ends["price__max"] or 0) // 1))
