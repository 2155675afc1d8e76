"""Where on a person a garment is worn, by its family."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.models import Product

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
FILLED = {family: {"top", "bottom"} for family in ("Dress", "Saree", "Apparel Set")}
#: The rows that a shopper sees, and the families that may fill each.
PLACES = {
    "top": ("Topwear",),
    "bottom": ("Bottomwear", "Dress"),
    "layer": ("Outerwear",),
    "shoes": ("Shoes", "Sandal", "Flip Flops"),
    "bag": ("Bags",),
    "accessory": ("Belts", "Scarves", "Jewellery", "Watches", "Headwear", "Ties", "Eyewear"),
}
PLACE_OF_FAMILY = {family: place for place, families in PLACES.items() for family in families}


def places_filled(products: Iterable[Product]) -> set[str]:
    families = {product.product_type.family for product in products}
    return set().union(*(FILLED.get(each, {PLACE_OF_FAMILY.get(each, each)}) for each in families))


def place_of(family: str) -> str:
    """The family itself where it has no place on a person."""
    return PLACE_OF_FAMILY.get(family, family)


def slot_of(product: Product) -> str:
    return SLOT_OF_FAMILY.get(product.product_type.family, "accessory")


def name_of(product: Product) -> str:
    """What the scorer hears of a product: title, kind and colour."""
    return f"{product.title} {product.product_type.name} {product.visible_colour}"
