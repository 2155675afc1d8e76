"""Tonight's understudy, for the home page: a garment gone in a size and what stands in for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from catalog.models import Product, ProductImage, Variant
from recommender.substitutes import Substitute, substitutes_for

SHOWN = 2


@dataclass(frozen=True)
class Understudy:
    missing: Variant
    substitutes: tuple[Substitute, ...]


def tonights_understudy() -> Understudy | None:
    """The newest garment sold out in a size; None where too little can stand in for it."""
    missing = newest_sold_out()
    substitutes = substitutes_for(missing, k=SHOWN) if missing else ()
    if missing is None or len(substitutes) < SHOWN:
        return None
    return Understudy(missing, substitutes)


def newest_sold_out() -> Variant | None:
    """Of a garment for sale that has a photo, and other sizes in stock."""
    products = Product.objects.active().in_stock().for_card()
    pictured = ProductImage.objects.filter(product=OuterRef("pk"))
    gone = Variant.objects.sold_out().filter(product=OuterRef("pk"))
    newest = products.filter(Exists(pictured), Exists(gone)).first()
    if newest is None:
        return None
    return next(variant for variant in newest.variants.all() if not variant.is_in_stock)
