"""What could complete an outfit: of each family the latest that agree in occasion and season.

One statement, by the index of each type's own order; another only for families where nobody met
the wishes. It reads no vectors, so a product that has none is dressed as well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from itertools import product as product_of
from typing import Any

from django.db import connections, router
from django.db.models import Exists, OuterRef

from catalog.models import Gender, Product, ProductType, Season

#: Of a type and gender, and of a family: what is scored. More would cost, and be older.
OF_TYPE, OF_FAMILY = 6, 24


@dataclass(frozen=True)
class Candidate:
    family: str
    pk: int
    name: str  # what the scorer hears
    colour: str
    usage: str
    price: Decimal


#: All that agree, best first: occasion counts for more than season.
WISHES = [
    tuple(wish for wish, wanted in zip(("usage", "season"), every, strict=True) if wanted)
    for every in product_of((True, False), repeat=2)
]
#: A wish for the occasion alone is asked season by season: the index has them in this order.
MET = {
    "usage": "AND p.usage = %(usage)s AND p.season = s.season",
    "season": "AND p.season = s.season",
}
HER_SIZE = """AND (size_id = ANY(%(sizes)s) OR NOT EXISTS (
    SELECT FROM catalog_size z WHERE z.id = ANY(%(sizes)s) AND z.scale_id = t.size_scale_id))"""
LATEST = """
    SELECT family, id, title || ' ' || name || ' ' || colour, colour, usage, price
    FROM (
        SELECT t.family, t.name, best.*, row_number() OVER (
            PARTITION BY t.family ORDER BY best.year DESC NULLS LAST, best.id) AS place
        FROM catalog_producttype t CROSS JOIN unnest(%(genders)s::text[]) AS g (gender)
        CROSS JOIN unnest(%(seasons)s::text[]) AS s (season)
        CROSS JOIN LATERAL (
            SELECT p.id, p.year, p.title, p.colour, p.usage, p.price FROM catalog_product p
            WHERE p.product_type_id = t.id AND p.gender = g.gender AND p.status = 'active'
            AND p.id <> ALL(%(worn)s::bigint[]) {met}
            AND EXISTS (SELECT FROM catalog_variant
                WHERE product_id = p.id AND on_hand > reserved {her_size})
            ORDER BY p.year DESC, p.id LIMIT %(of_type)s
        ) AS best
        WHERE t.family = ANY(%(families)s)
    ) AS found
    WHERE place <= %(of_family)s ORDER BY family, place
"""


def candidates(
    families: Sequence[str], worn: Sequence[Product], sizes: Collection[int] = ()
) -> dict[str, list[Candidate]]:
    """By family, the latest first; nothing of a family that has none in stock for the person.

    `sizes` are keys of Sizes: where a type is measured on the scale of one, it must be in stock in
    it.
    """
    best = latest_of_each(families, worn, sizes, WISHES[0])
    missing = having_any([family for family in families if family not in best], worn[0])
    for wishes in WISHES[1:]:
        if missing:
            best |= latest_of_each(sorted(missing), worn, sizes, wishes)
            missing -= best.keys()
    return best


def having_any(families: Sequence[str], product: Product) -> set[str]:
    if not families:
        return set()
    suiting = Product.objects.active().in_stock().filter(gender__in=suited(product))
    kinds = ProductType.objects.filter(family__in=families)
    kinds = kinds.filter(Exists(suiting.filter(product_type=OuterRef("pk"))))
    return set(kinds.order_by().values_list("family", flat=True))


def suited(product: Product) -> list[str]:
    """Whom a garment may be for that is worn with this one."""
    both = [product.gender, Gender.UNISEX.value]
    return both if product.gender in (Gender.WOMEN, Gender.MEN) else both[:1]


def latest_of_each(
    families: Sequence[str], worn: Sequence[Product], sizes: Collection[int], wishes: Sequence[str]
) -> dict[str, list[Candidate]]:
    values: dict[str, Any] = {
        "families": list(families),
        "genders": suited(worn[0]),
        "worn": [product.pk for product in worn],
        "usage": worn[0].usage,
        "seasons": seasons(worn[0], wishes),
        "sizes": list(sizes),
        "of_type": OF_TYPE,
        "of_family": OF_FAMILY,
    }
    met = " ".join(MET[wish] for wish in wishes)
    with connections[router.db_for_read(Product)].cursor() as cursor:
        cursor.execute(LATEST.format(met=met, her_size=HER_SIZE if sizes else ""), values)
        found = [Candidate(*row) for row in cursor.fetchall()]
    return {family: list(some) for family, some in groupby(found, key=lambda one: one.family)}


def seasons(product: Product, wishes: Sequence[str]) -> list[str]:
    if "season" in wishes:
        return [product.season]
    return [*Season.values, ""] if "usage" in wishes else [""]
