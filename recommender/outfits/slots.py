"""Where on a person a garment is worn, by its family."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices

from catalog.models import Product, Section


class Place(TextChoices):
    """The rows that a shopper sees, in the order in which they make an outfit."""

    TOP = "top", "Tops"
    BOTTOM = "bottom", "Trousers, skirts, dresses"
    SHOES = "shoes", "Shoes"
    LAYER = "layer", "Over it"
    BAG = "bag", "Bags"
    ACCESSORY = "accessory", "To finish it"


#: The scorer's slot of each family; what is not named here is an accessory.
SLOT_OF_FAMILY = {
    "Topwear": "upper",
    "Outerwear": "upper",
    "Bottomwear": "bottom",
    "Dress": "bottom",  # fills the upper half as well
    "Saree": "bottom",
    "Apparel Set": "bottom",
    "Shoes": "shoe",
    "Sandal": "shoe",
    "Flip Flops": "shoe",
    "Bags": "bag",
}
#: A dress fills two places: with it nothing else is worn there.
FILLED = {family: {Place.TOP, Place.BOTTOM} for family in ("Dress", "Saree", "Apparel Set")}
#: The families that may fill each place.
PLACES: dict[str, tuple[str, ...]] = {
    Place.TOP: ("Topwear",),
    Place.BOTTOM: ("Bottomwear", "Dress"),
    Place.SHOES: ("Shoes", "Sandal", "Flip Flops"),
    Place.LAYER: ("Outerwear",),
    Place.BAG: ("Bags",),
    Place.ACCESSORY: ("Belts", "Scarves", "Jewellery", "Watches", "Headwear", "Ties", "Eyewear"),
}
PLACE_OF_FAMILY = {family: place for place, families in PLACES.items() for family in families}
#: Nobody plans an outfit around these; nor around what is neither worn nor carried.
UNSEEN = {"Innerwear", "Nightwear", "Socks", "Legwear"}
WORN = (Section.CLOTHING, Section.SHOES, Section.ACCESSORIES)


def makes_outfits(product: Product) -> bool:
    kind = product.product_type
    return kind.section in WORN and kind.family not in UNSEEN


def places_filled(families: Iterable[str]) -> set[str]:
    """A family that has no place on a person fills one of its own name."""
    return set().union(*(FILLED.get(each, {place_of(each)}) for each in families))


def place_of(family: str) -> str:
    """The family itself where it has no place on a person."""
    if family in FILLED:
        return Place.BOTTOM
    return PLACE_OF_FAMILY.get(family, family)


def slot_of_family(family: str) -> str:
    return SLOT_OF_FAMILY.get(family, "accessory")
