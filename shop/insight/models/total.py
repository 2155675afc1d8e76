"""What is left of the events of a day that is over: how many of each kind."""

from __future__ import annotations

from django.db import models

from shop.insight.models.event import EventKind


class DailyTotal(models.Model):
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=EventKind)
    rung = models.CharField(max_length=80, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    product_type = models.ForeignKey("catalog.ProductType", models.CASCADE, related_name="+")
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-day"]
        verbose_name = "funnel"
        verbose_name_plural = "funnel"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "rung", "mode", "product_type"], name="one_total_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.count} {self.get_kind_display().lower()}"
