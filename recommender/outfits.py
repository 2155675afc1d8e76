"""What goes with what: looks a stylist made, and where there is none, what completes an outfit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product as product_of
from typing import Any

from django.db import connections, router
from django.db.models import Exists, OuterRef

from catalog.models import Gender, Look, Product, ProductType
from catalog.models.cards import cards

#: Worn with each family of types, the one that completes an outfit most first. A family that is
#: not named here (a shop's own) gets shoes and bags.
WORN_WITH: dict[str, tuple[str, ...]] = {
    "Topwear": ("Bottomwear", "Outerwear", "Shoes", "Bags"),
    "Bottomwear": ("Topwear", "Shoes", "Outerwear", "Bags", "Belts"),
    "Outerwear": ("Topwear", "Bottomwear", "Shoes", "Scarves"),
    "Dress": ("Shoes", "Outerwear", "Bags", "Sandal"),
    "Shoes": ("Bottomwear", "Dress", "Bags", "Topwear"),
    "Sandal": ("Dress", "Bottomwear", "Bags", "Topwear"),
    "Flip Flops": ("Bottomwear", "Topwear", "Bags"),
    "Bags": ("Dress", "Outerwear", "Shoes", "Topwear"),
    "Watches": ("Topwear", "Bottomwear", "Shoes"),
    "Belts": ("Bottomwear", "Topwear", "Shoes"),
    "Jewellery": ("Dress", "Topwear", "Bags"),
    "Saree": ("Jewellery", "Sandal", "Bags"),
}
OTHERWISE = ("Shoes", "Bags", "Topwear", "Bottomwear")
#: Quiet colours go with anything.
NEUTRALS = ("Black", "White", "Off White", "Grey", "Beige", "Navy Blue", "Cream", "Brown", "Tan")


@dataclass(frozen=True)
class Complement:
    product: Product
    reason: str


def complements_for(product: Product, k: int = 4) -> tuple[Complement, ...]:
    """Up to `k` products in stock to wear with this one, different kinds first."""
    styled = list(from_looks(product, k))
    missing = k - len(styled)
    kinds = {chosen.product.product_type.family for chosen in styled}
    return tuple(styled + list(from_families(product, missing, kinds)))


def from_looks(product: Product, k: int) -> Iterable[Complement]:
    """The other pieces of the looks that hold this one, each look in its stylist's order."""
    companions = Product.objects.active().in_stock().for_card()
    seen = {product.pk}
    for look in Look.objects.published().filter(products=product)[:k]:
        # The same relation in both, so that the order is this look's and not another's.
        worn = companions.filter(look_items__look=look).order_by("look_items__position")
        for companion in worn:
            if companion.pk not in seen and len(seen) <= k:
                seen.add(companion.pk)
                yield Complement(companion, f"From the look “{look.title}”")


def from_families(product: Product, k: int, seen: set[str]) -> list[Complement]:
    """One product of each family that completes the outfit, closest in occasion and season."""
    families = WORN_WITH.get(product.product_type.family, OTHERWISE)
    best = best_of_each([family for family in families if family not in seen], product)
    chosen = [best[family] for family in families if family in best][: max(k, 0)]
    found = {card.pk: card for card in cards("p.id = ANY(%b::bigint[])", [chosen])}
    return [Complement(found[pk], reason(product, found[pk])) for pk in chosen if pk in found]


def best_of_each(families: Sequence[str], product: Product) -> dict[str, int]:
    """The key of the best match of each family that has anything in stock for the same person.

    Occasion counts for more than season, season for more than a quiet colour: so whoever meets
    most of these wishes is looked for first, and nobody else where there is one.
    """
    best = latest_of_each(families, product, WISHES[0])
    missing = having_any([family for family in families if family not in best], product)
    for wishes in WISHES[1:]:
        if missing:
            best |= latest_of_each(sorted(missing), product, wishes)
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
    return both if is_adult(product) else both[:1]


#: All that agree, best first; what a later one leaves out, those before have looked for in vain.
WISHES = [
    tuple(wish for wish, wanted in zip(("usage", "season", "quiet"), every, strict=True) if wanted)
    for every in product_of((True, False), repeat=3)
]
MET = {
    "usage": "AND p.usage = %(usage)s",
    "season": "AND p.season = %(season)s",
    "quiet": "AND p.colour = ANY(%(neutrals)s)",
}
#: Looked up by type and gender, each by the index of its own order.
LATEST = """
    SELECT DISTINCT ON (t.family) t.family, best.id
    FROM catalog_producttype t CROSS JOIN unnest(%(genders)s::text[]) AS g (gender)
    CROSS JOIN LATERAL (
        SELECT p.id, p.year FROM catalog_product p
        WHERE p.product_type_id = t.id AND p.gender = g.gender AND p.status = 'active' {met}
        AND EXISTS (SELECT FROM catalog_variant WHERE product_id = p.id AND on_hand > reserved)
        ORDER BY p.year DESC, p.id LIMIT 1
    ) AS best
    WHERE t.family = ANY(%(families)s) ORDER BY t.family, best.year DESC, best.id
"""


def latest_of_each(
    families: Sequence[str], product: Product, wishes: Sequence[str]
) -> dict[str, int]:
    values: dict[str, Any] = {
        "families": list(families),
        "genders": suited(product),
        "usage": product.usage,
        "season": product.season,
        "neutrals": list(NEUTRALS),
    }
    with connections[router.db_for_read(Product)].cursor() as cursor:
        cursor.execute(LATEST.format(met=" ".join(MET[wish] for wish in wishes)), values)
        return dict(cursor.fetchall())


def is_adult(product: Product) -> bool:
    return product.gender in (Gender.WOMEN, Gender.MEN)


def reason(product: Product, complement: Product) -> str:
    if complement.usage and complement.usage == product.usage:
        return f"Completes a {complement.usage.lower()} outfit"
    return "Completes the outfit"
