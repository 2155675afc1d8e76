"""What somebody can ask to be told of."""

from __future__ import annotations

from django.db import models


class AlertKind(models.TextChoices):
    BACK_IN_STOCK = "back_in_stock", "Back in stock"
    LOW_STOCK = "low_stock", "Nearly gone"
    PRICE_DROP = "price_drop", "Costs less"
    SIMILAR_IN_STOCK = "similar_in_stock", "Something like it arrived"

    @property
    def message(self) -> str:
        """The type of the message that an integrator gets."""
        return MESSAGES[self]

    @property
    def is_about_a_product(self) -> bool:
        """Whatever the size; the others are about one size."""
        return self == AlertKind.PRICE_DROP


MESSAGES = {
    AlertKind.BACK_IN_STOCK: "variant.back_in_stock",
    AlertKind.LOW_STOCK: "variant.low_stock",
    AlertKind.PRICE_DROP: "product.price_dropped",
    AlertKind.SIMILAR_IN_STOCK: "variant.similar_in_stock",
}
