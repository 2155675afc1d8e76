"""What goes with what: looks a stylist made, and where there is none, what completes an outfit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, Value, When

from catalog.models import Gender, Look, Product

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
    chosen = best_of_each([family for family in families if family not in seen], product, k)
    cards = Product.objects.for_card().in_bulk(chosen)
    return [Complement(cards[pk], reason(product, cards[pk])) for pk in chosen]


def best_of_each(families: Iterable[str], product: Product, k: int) -> list[int]:
    """Keys of up to `k` products, at most one of each family."""
    candidates = matching(product).values_list("pk", flat=True)
    best = (candidates.filter(product_type__family=family).first() for family in families)
    return list(islice((pk for pk in best if pk is not None), max(k, 0)))


def matching(product: Product):
    """In stock for the same person, ordered by how well occasion, season and colour agree."""
    agreement = sum(
        (Case(When(then=Value(weight), **{field: value}), default=Value(0)))
        for field, value, weight in (
            ("usage", product.usage, 4),
            ("season", product.season, 2),
            ("colour__in", NEUTRALS, 1),
        )
    )
    genders = {product.gender, Gender.UNISEX} if is_adult(product) else {product.gender}
    products = Product.objects.active().in_stock().filter(gender__in=genders)
    return products.annotate(agreement=agreement).order_by("-agreement", "-year", "pk")


def is_adult(product: Product) -> bool:
    return product.gender in (Gender.WOMEN, Gender.MEN)


def reason(product: Product, complement: Product) -> str:
    if complement.usage and complement.usage == product.usage:
        return f"Completes a {complement.usage.lower()} outfit"
    return "Completes the outfit"
