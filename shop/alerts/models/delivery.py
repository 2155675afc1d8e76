"""Who is told of what: the ledger, and what is still to be sent of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Told"
    WITHDRAWN = "withdrawn", "Gone again before it was told"
    FAILED = "failed", "Given up"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.WAITING)

    def holding(self) -> DeliveryQuerySet:
        """Those that need no other in their place."""
        return self.exclude(state=DeliveryState.WITHDRAWN)

    def with_goods(self) -> DeliveryQuerySet:
        return self.select_related(
            "subscription__variant__product",
            "subscription__variant__size",
            "subscription__product",
            "occasion__variant__product",
            "occasion__product",
            "occasion__offered__product",
            "occasion__offered__size",
        )


class Delivery(models.Model):
    subscription = models.ForeignKey(
        "alerts.Subscription", models.CASCADE, related_name="deliveries", verbose_name="alert"
    )
    occasion = models.ForeignKey("alerts.Occasion", models.CASCADE, related_name="deliveries")
    letter = models.ForeignKey(
        "alerts.Letter", models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    planned_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "occasion"], name="told_once_of_each_occasion"
            )
        ]
        indexes = [
            models.Index(
                fields=["subscription"], name="delivery_waiting", condition=Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.subscription}, {self.get_state_display().lower()}"

    @property
    def still_true(self) -> bool:
        """Whether she still wants to hear it, and could buy what she hears of."""
        return self.occasion.is_true_for(self.subscription)
