"""A size that came into the shop, to be compared with what people wait for the like of.

The row is the job: whoever has compared it deletes it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.timezone import now


class ArrivalQuerySet(models.QuerySet["Arrival"]):
    def due(self) -> ArrivalQuerySet:
        """Those that have stayed longer than a flap does."""
        return self.filter(at__lte=now() - timedelta(seconds=settings.ALERT_GRACE))


class Arrival(models.Model):
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["at"], name="arrival_due")]

    def __str__(self) -> str:
        return f"{self.variant}, {self.at:%d.%m.%Y %H:%M}"

    @property
    def came_again(self) -> bool:
        """It was gone in between, and that it came the last time counts."""
        return Arrival.objects.filter(variant=self.variant_id, pk__gt=self.pk).exists()
