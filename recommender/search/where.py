"""What a product must be to be an answer, and the SQL that says so of a row of the read model."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from psycopg.types.range import Int8Range


@dataclass(frozen=True)
class Where:
    """An empty field asks nothing; several values of one field widen it.

    `sizes` are primary keys of Sizes, one of which must be in stock net of reservations; without
    them, `in_stock` asks for any. `made_in` asks for a size whether in stock or not. Only active
    products answer.
    """

    products: tuple[int, ...] = ()
    types: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()  # colours
    seasons: tuple[str, ...] = ()
    usages: tuple[str, ...] = ()
    brands: tuple[int, ...] = ()
    other_brands: tuple[int, ...] = ()
    other_types: tuple[int, ...] = ()
    other_seasons: tuple[str, ...] = ()
    other_usages: tuple[str, ...] = ()
    price_outside: tuple[Decimal, Decimal] | None = None  # below the first or above the second
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    sizes: tuple[int, ...] = ()
    made_in: tuple[int, ...] = ()
    in_stock: bool = True

    @property
    def wants_stock(self) -> bool:
        return self.in_stock or bool(self.sizes)

    @property
    def names_few(self) -> bool:
        """Whether it asks among a handful of products, each found by its key."""
        return bool(self.products)

    @property
    def names_kinds(self) -> bool:
        """Whether the covering index leads to it: it is ordered by type first."""
        return bool(self.types or self.families)

    def conditions(self) -> Iterator[tuple[str, Hashable]]:
        """Pairs of an SQL condition on `product_search s` with one placeholder, and its value; a
        tuple is an array.

        The SQL holds nothing that came from outside, so as many statements are ever prepared as
        there are combinations of fields.
        """
        for field, condition in LISTS.items():
            if values := getattr(self, field):
                yield condition, values
        if len(self.sizes) == 1:
            yield ONE_SIZE, self.sizes[0]
        elif self.sizes:
            yield SOME_SIZE, self.sizes
        if self.price_outside is not None:
            low, high = map(in_cents, self.price_outside)
            yield "NOT s.price_cents <@ %b::int8range", Int8Range(low, high, "[]")
        if self.price_from is not None:
            yield "s.price_cents >= %b::bigint", in_cents(self.price_from, ROUND_CEILING)
        if self.price_to is not None:
            yield "s.price_cents <= %b::bigint", in_cents(self.price_to)


LISTS = {
    "products": "s.product_id = ANY(%b::bigint[])",
    "types": "s.product_type_id = ANY(%b::bigint[])",
    "families": "s.product_type_id = ANY(ARRAY("
    "SELECT id FROM catalog_producttype WHERE family = ANY(%b::text[])))",
    "sections": "s.section = ANY(%b::text[])",
    "genders": "s.gender = ANY(%b::text[])",
    "seasons": "s.season = ANY(%b::text[])",
    "usages": "s.usage = ANY(%b::text[])",
    "colours": "s.colour = ANY(%b::text[])",
    "other_than": "s.colour <> ALL(%b::text[])",
    "brands": "s.brand_id = ANY(%b::bigint[])",
    "other_brands": "(s.brand_id = ANY(%b::bigint[])) IS NOT TRUE",
    "other_types": "s.product_type_id <> ALL(%b::bigint[])",
    "other_seasons": "s.season <> ALL(%b::text[])",
    "other_usages": "s.usage <> ALL(%b::text[])",
    "made_in": "EXISTS (SELECT FROM catalog_variant v"
    " WHERE v.product_id = s.product_id AND v.size_id = ANY(%b::bigint[]))",
}

# Bit n is the Size with primary key n; beyond a row's last bit there is nothing in stock.
ONE_SIZE = "substring(s.size_bits FROM %b::int + 1 FOR 1) = B'1'"
SOME_SIZE = (
    "EXISTS (SELECT FROM unnest(%b::int[]) AS bit"
    " WHERE substring(s.size_bits FROM bit + 1 FOR 1) = B'1')"
)


def in_cents(amount: Decimal, rounding: str = ROUND_FLOOR) -> int:
    return int((amount * 100).to_integral_value(rounding))
