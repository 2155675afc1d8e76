"""What the database says when a size comes back or sells out."""

from __future__ import annotations

from django.db import models


class StockEvent(models.Model):
    """A size came back or sold out, by a sale as much as by a hold that took the last piece.

    Written by the database alone, whichever path moved it.
    """

    class Kind(models.TextChoices):
        BACK_IN_STOCK = "back_in_stock", "Back in stock"
        SOLD_OUT = "sold_out", "Sold out"

    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=Kind)
    on_hand = models.IntegerField()
    reserved = models.IntegerField(default=0, db_default=0)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.variant}: {self.get_kind_display().lower()}"
