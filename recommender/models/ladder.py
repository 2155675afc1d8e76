"""What merchandisers set about a product type's ladder, as rows; no row is the usual ladder."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from catalog.models import ProductType
from recommender.ladder.settings import ORDER


def usual_order() -> list[str]:
    return list(ORDER)


def check_order(order: list[str]) -> None:
    if sorted(order) != sorted(ORDER):
        raise ValidationError(f"Name each of these once, in your order: {', '.join(ORDER)}.")
    if order.index("shade") > order.index("colour"):
        raise ValidationError("A shade is given up before the colour: it is part of it.")


class TypeLadder(models.Model):
    """In which order the wishes for garments of a type are given up, and what looks alike."""

    product_type = models.OneToOneField(ProductType, models.CASCADE, related_name="ladder")
    order = ArrayField(
        models.CharField(max_length=10),
        default=usual_order,
        validators=[check_order],
        help_text="What is given up first comes first. “model” is where the same model in another "
        "colour is offered. A type that comes last is offered only while fewer than four of its "
        "own are found.",
    )
    least = models.FloatField(
        "threshold",
        null=True,
        blank=True,
        validators=[MinValueValidator(-1.0), MaxValueValidator(1.0)],
        help_text="From this cosine on, one of the same colour looks like it. Empty: as measured.",
    )
    least_encoder = models.CharField(
        "threshold's encoder",
        max_length=200,
        blank=True,
        editable=False,
        help_text="Whose vectors the threshold was set for; under another encoder it is ignored.",
    )

    class Meta:
        ordering = ["product_type__name"]
        verbose_name = "ladder of a type"
        verbose_name_plural = "ladders of types"

    def __str__(self) -> str:
        return f"Ladder of {self.product_type}"


class NeighbouringType(models.Model):
    """Worn in another's place when nothing of its own is left: trousers for jeans."""

    from_type = models.ForeignKey(
        ProductType, models.CASCADE, related_name="neighbours", verbose_name="in place of"
    )
    to_type = models.ForeignKey(
        ProductType, models.CASCADE, related_name="stands_in_for", verbose_name="offer"
    )
    similarity = models.FloatField(
        null=True, blank=True, editable=False, help_text="Cosine of the types' mean pictures."
    )
    is_learned = models.BooleanField(
        default=False, editable=False, help_text="Learning again replaces it; your own stay."
    )

    class Meta:
        ordering = ["from_type__name", F("similarity").desc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(fields=["from_type", "to_type"], name="neighbour_once"),
            models.CheckConstraint(
                condition=~Q(from_type=F("to_type")), name="no_type_beside_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_type} for {self.from_type}"
