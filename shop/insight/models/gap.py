"""Where the range has nothing to offer instead of what is sold out."""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now

from catalog.models import Gender

#: A cell is looked into again after so long; a daily round that starts a bit early still does.
LOOKED_INTO_FOR = timedelta(hours=20)


class GapQuerySet(models.QuerySet["Gap"]):
    def due(self) -> GapQuerySet:
        """To be looked into: what never was first, then the longest ago."""
        old = Q(examined_at__isnull=True) | Q(examined_at__lt=now() - LOOKED_INTO_FOR)
        return self.filter(old).order_by(F("examined_at").asc(nulls_first=True), "-sold_out")

    def open(self) -> GapQuerySet:
        return self.filter(badly_served__gt=0)


class Gap(models.Model):
    """A type, for one gender, in one size, of which garments are sold out."""

    product_type = models.ForeignKey("catalog.ProductType", models.CASCADE, related_name="+")
    gender = models.CharField(max_length=10, choices=Gender)
    size = models.ForeignKey("catalog.Size", models.CASCADE, related_name="+")
    sold_out = models.PositiveIntegerField("garments sold out")
    examined = models.PositiveIntegerField(
        "of them looked into", default=0, help_text="The most visited first."
    )
    none = models.PositiveIntegerField(
        "no substitute at all", default=0, help_text="Of those looked into."
    )
    few = models.PositiveIntegerField(
        "one to three substitutes", default=0, help_text="Of those looked into."
    )
    none_close = models.PositiveIntegerField(
        "none in its colour", default=0, help_text="Every substitute is of another colour or type."
    )
    badly_served = models.PositiveIntegerField(
        default=0, help_text="Fewer than four substitutes, none at all, or none in its colour."
    )
    examined_at = models.DateTimeField("looked into at", null=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering = ["-badly_served", "-sold_out"]
        verbose_name = "gap in the range"
        verbose_name_plural = "gaps in the range"
        constraints = [
            models.UniqueConstraint(fields=["product_type", "gender", "size"], name="one_gap_each")
        ]

    def __str__(self) -> str:
        return f"{self.product_type}, {self.get_gender_display().lower()}, {self.size}"
