"""What could complete an outfit: of each type the latest that agree in occasion and season.

One prepared statement, by the index of each type's own order; one more for the places where
nothing agreed in both. It reads no vectors, so a product that has none is dressed as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connections, router

from catalog.models import Gender, Product, Season
from catalog.prepared import fetch
from recommender.outfits.formality import APART, OF_USAGE
from recommender.outfits.garment import Garment
from recommender.outfits.sizes import Sizes
from recommender.outfits.slots import PLACES, Place, places_filled

#: Of a type, gender, occasion and season, and of a family: what is scored. More would cost.
OF_TYPE, OF_FAMILY = 8, 30
#: Of the body, which an outfit cannot do without. What only finishes it is of the occasion itself,
#: or stays away.
BODY = (Place.BOTTOM, Place.TOP, Place.SHOES)
#: Asked where nothing of the occasion itself is there; a shop's own words stand beside any other.
NEAR = {
    "Casual": ("Smart Casual", "Travel", "Party", "Formal", "Sports", "Ethnic"),
    "Smart Casual": ("Casual", "Formal", "Party"),
    "Formal": ("Smart Casual", "Party", "Casual"),
    "Party": ("Formal", "Smart Casual", "Casual", "Ethnic"),
    "Ethnic": ("Party", "Casual"),
    "Sports": ("Casual", "Travel"),
}
HER_SIZE = "AND (size_id = ANY(%b::bigint[]) OR t.size_scale_id <> ALL(%b::bigint[]))"
OPPOSITE = {Season.SUMMER.value, Season.WINTER.value}
#: The latest of each type in turn, so that no type crowds out the others of its family.
LATEST = """
    SELECT id, family, kind, title, gender, colour, coalesce(seen.base, ''), usage, season, price
    FROM (
        SELECT t.family, t.name AS kind, best.*, row_number() OVER (
            PARTITION BY t.family ORDER BY best.turn, best.year DESC NULLS LAST, best.id) AS place
        FROM catalog_producttype t CROSS JOIN unnest(%b::text[]) AS g (gender)
        CROSS JOIN unnest(%b::text[]) AS u (usage) CROSS JOIN unnest(%b::text[]) AS s (season)
        CROSS JOIN LATERAL (
            SELECT p.id, p.year, p.title, p.gender, p.colour, p.usage, p.season, p.price,
                row_number() OVER (ORDER BY p.year DESC, p.id) AS turn
            FROM catalog_product p
            WHERE p.product_type_id = t.id AND p.gender = g.gender AND p.usage = u.usage
            AND p.season = s.season AND p.status = 'active' AND p.currency = %b
            AND p.price BETWEEN %b::numeric AND %b::numeric
            AND p.id <> ALL(%b::bigint[])
            AND EXISTS (SELECT FROM catalog_variant
                WHERE product_id = p.id AND on_hand > reserved {her_size})
            ORDER BY p.year DESC, p.id LIMIT %b
        ) AS best
        WHERE t.family = ANY(%b::text[])
    ) AS found
    LEFT JOIN LATERAL (SELECT colours -> 0 ->> 'base' AS base FROM catalog_productimage
        WHERE product_id = found.id ORDER BY position, id LIMIT 1) AS seen ON true
    WHERE place <= %b ORDER BY family, place
"""


@dataclass(frozen=True)
class Wanted:
    """What is asked for, beside what is worn."""

    places: tuple[str, ...]
    genders: tuple[str, ...]
    usage: str
    season: str
    currency: str
    prices: tuple[Decimal, Decimal]  # the lowest and the highest
    level: float | None  # how dressed up what is worn is
    but: tuple[int, ...]  # keys of products that are there already
    filled: frozenset[str]  # places where nothing more is worn
    sizes: Sizes

    @property
    def families(self) -> dict[str, list[str]]:
        """Of each place, those that leave room for what is worn: with a shirt no dress."""
        return {
            place: [each for each in PLACES[place] if not places_filled([each]) & self.filled]
            for place in self.places
        }


def candidates(wanted: Wanted) -> dict[str, list[Garment]]:
    """By place, the latest first; nothing of a place that has none in stock for the person.

    Where a type is measured on the scale of one of her sizes, it is in stock in it.
    """
    found = by_place(asked(wanted, wanted.places, [wanted.usage], [wanted.season]), wanted)
    missing = [place for place in wanted.places if place not in found]
    if missing:
        seasons = sorted({*Season.values, "", wanted.season})
        others = by_place(asked(wanted, missing, near(wanted.usage), seasons), wanted)
        best = {place: closest(some, wanted) for place, some in others.items()}
        found |= {place: some for place, some in best.items() if may_fill(place, some, wanted)}
    return found


def may_fill(place: str, some: Sequence[Garment], wanted: Wanted) -> bool:
    return place in BODY or some[0].usage in ("", wanted.usage) or not wanted.usage


def near(usage: str) -> list[str]:
    return sorted({usage, "", *NEAR.get(usage, OF_USAGE)})


def closest(some: Sequence[Garment], wanted: Wanted) -> list[Garment]:
    """Those that meet most: the occasion counts for more than the season, as long as nobody wears
    winter boots in summer."""
    some = [one for one in some if not contradict(one.season, wanted.season)] or some
    met = [2 * (one.usage == wanted.usage) + (one.season == wanted.season) for one in some]
    return [one for one, its in zip(some, met, strict=True) if its == max(met)]


def contradict(season: str, other: str) -> bool:
    return {season, other} == OPPOSITE


def by_place(some: Sequence[Garment], wanted: Wanted) -> dict[str, list[Garment]]:
    """Of the body rather something of another occasion than nothing."""
    every: dict[str, list[Garment]] = {}
    for one in some:
        every.setdefault(one.place, []).append(one)
    found = {}
    for place, its in every.items():
        fitting = [one for one in its if is_for_the_occasion(one, wanted.level)]
        if fitting or place in BODY:
            found[place] = fitting or its
    return found


def is_for_the_occasion(one: Garment, level: float | None) -> bool:
    return one.level is None or level is None or abs(one.level - level) < APART


def asked(
    wanted: Wanted, places: Sequence[str], usages: Sequence[str], seasons: Sequence[str]
) -> list[Garment]:
    families = [family for place in places for family in wanted.families[place]]
    sizes = [list(wanted.sizes.ids), list(wanted.sizes.scales)] if wanted.sizes.ids else []
    values: list[Any] = [
        list(wanted.genders), list(usages), list(seasons), wanted.currency, *wanted.prices,
        list(wanted.but), *sizes, OF_TYPE, families, OF_FAMILY,
    ]  # fmt: skip
    connection = connections[router.db_for_read(Product)]
    statement = LATEST.format(her_size=HER_SIZE if sizes else "")
    return [Garment(*row) for row in fetch(connection, statement, values)]


def suited(gender: str) -> tuple[str, ...]:
    """Whom a garment may be for that is worn with one of this gender."""
    if gender == Gender.UNISEX:  # for either; a look is put together for one of them
        return Gender.WOMEN.value, Gender.MEN.value, gender
    return (gender, Gender.UNISEX.value) if gender in (Gender.WOMEN, Gender.MEN) else (gender,)
