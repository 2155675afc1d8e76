"""What a shopper can ask to be told of a garment, in the words of its page."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Product, Variant
from shop.alerts.models.kind import AlertKind

#: Pieces left when a shopper who gives no number is told that it is nearly gone.
FEW = 3


@dataclass(frozen=True)
class Tellable:
    kind: AlertKind
    words: str  # after "Tell me when"


COSTS_LESS = Tellable(AlertKind.PRICE_DROP, "it costs less")


def tellable(product: Product, variant: Variant | None) -> tuple[Tellable, ...]:
    """The likeliest first; `variant` is the size she has chosen. What is so already is left out."""
    if variant is None:
        return (COSTS_LESS,) if product.is_active else ()
    size = size_in_words(product, variant)
    like = Tellable(AlertKind.SIMILAR_IN_STOCK, "something like it arrives" + in_words(size))
    if not product.is_active:
        return (like,)
    if not variant.is_in_stock:
        back = Tellable(AlertKind.BACK_IN_STOCK, f"{size or 'it'} is back")
        return (back, like, COSTS_LESS)
    if variant.available <= FEW:
        return (COSTS_LESS,)
    few = Tellable(AlertKind.LOW_STOCK, f"only {FEW} are left" + in_words(size))
    return (few, COSTS_LESS)


def size_in_words(product: Product, variant: Variant) -> str:
    """Empty where there is nothing to choose."""
    return variant.size.label if len(product.variants.all()) > 1 else ""


def in_words(size: str) -> str:
    return f" in {size}" if size else ""
