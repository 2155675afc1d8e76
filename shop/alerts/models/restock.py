"""A time during which a size is in stock again, and how far the queue has been told of it.

The database opens one with each StockEvent that says a size came back, in the transaction that
brought it: admin, import, `bulk_update` and raw SQL alike. The variant's next event ends it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import now

from catalog.models import StockEvent
from shop.alerts.models.delivery import Delivery
from shop.alerts.models.subscription import Subscription, SubscriptionQuerySet


class StockCrossing(StockEvent):
    """The catalogue's event, with the trigger that opens a restock.

    It only ever inserts: whoever sells the last piece waits for nobody who tells of it.
    """

    class Meta:
        proxy = True
        triggers = [
            pgtrigger.Trigger(
                name="open_restock",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__kind="back_in_stock"),
                func="""
                    INSERT INTO alerts_restock (variant_id, event_id, opened_at, due_at)
                    VALUES (NEW.variant_id, NEW.id, NEW.at, NEW.at);
                    RETURN NULL;
                """,
            )
        ]


class RestockQuerySet(models.QuerySet["Restock"]):
    def due(self) -> RestockQuerySet:
        """Those to be looked at that have outlasted the time in which a flap is over again."""
        settled = now() - timedelta(seconds=settings.ALERT_GRACE)
        return self.filter(closed_at__isnull=True, due_at__lte=now(), opened_at__lte=settled)

    def over(self) -> RestockQuerySet:
        """Those whose size has sold out since."""
        later = StockEvent.objects.filter(variant=OuterRef("variant"), pk__gt=OuterRef("event"))
        return self.filter(Exists(later))

    def without_queue(self) -> RestockQuerySet:
        waiting = Subscription.objects.queueing().filter(
            variant=OuterRef("variant"), created_at__lte=OuterRef("opened_at")
        )
        return self.filter(~Exists(waiting))


class Restock(models.Model):
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="restocks")
    event = models.OneToOneField("catalog.StockEvent", models.CASCADE, related_name="restock")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next in the queue are told; empty: nobody waits."
    )

    objects = RestockQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="restock_due",
                condition=Q(closed_at__isnull=True, due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.variant}, back on {self.opened_at:%d.%m.%Y %H:%M}"

    @property
    def is_over(self) -> bool:
        return StockEvent.objects.filter(variant=self.variant_id, pk__gt=self.event_id).exists()

    @property
    def units(self) -> int:
        """Pieces that those who are told could buy."""
        return self.variant.available if self.variant.product.is_active else 0

    @property
    def queue(self) -> SubscriptionQuerySet:
        """Who has waited since before it came back and is not being told of it, in order."""
        told = Delivery.objects.holding().filter(subscription=OuterRef("pk"), restock=self.pk)
        asked_before = Subscription.objects.filter(
            variant=self.variant_id, created_at__lte=self.opened_at
        )
        return asked_before.queueing().filter(~Exists(told)).order_by("pk")

    def look_again(self, at: datetime | None) -> None:
        self.due_at = at
        self.save(update_fields=["due_at"])
