"""What there is to tell, and how far those who asked have been told of it.

Four things, one table: a size is in stock again, a size is nearly gone, a product costs something
else, something like a size arrived. The database writes the first three (`occurring`), in the
transaction that made them so; a worker finds the last (`arrivals`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now

from catalog.models import Product, Status, StockEvent
from shop.alerts.models.delivery import Delivery
from shop.alerts.models.kind import AlertKind
from shop.alerts.models.subscription import Subscription
from shop.alerts.models.waiting import SubscriptionQuerySet


class OccasionQuerySet(models.QuerySet["Occasion"]):
    def due(self) -> OccasionQuerySet:
        """Those to be looked at that have outlasted the time in which a flap is over again."""
        settled = now() - timedelta(seconds=settings.ALERT_GRACE)
        return self.filter(closed_at__isnull=True, due_at__lte=now(), opened_at__lte=settled)

    def over(self) -> OccasionQuerySet:
        """Those that are true no more, or that another has taken the place of."""
        sold_out = StockEvent.objects.filter(variant=OuterRef("variant"), pk__gt=OuterRef("event"))
        another = Occasion.objects.filter(
            Q(kind=AlertKind.LOW_STOCK, variant=OuterRef("variant"))
            & Q(threshold=OuterRef("threshold"))
            | Q(kind=AlertKind.PRICE_DROP, product=OuterRef("product")),
            pk__gt=OuterRef("pk"),
        )
        more_than_few = Q(variant__on_hand__gt=F("variant__reserved") + F("threshold"))
        arrived_and_gone = Q(offered__on_hand__lte=F("offered__reserved"))
        not_sold = ~Q(offered__product__status=Status.ACTIVE)
        return self.filter(
            Q(Exists(sold_out), kind=AlertKind.BACK_IN_STOCK)
            | Q(Exists(another), kind__in=[AlertKind.LOW_STOCK, AlertKind.PRICE_DROP])
            | Q(more_than_few, kind=AlertKind.LOW_STOCK)
            | Q(arrived_and_gone | not_sold, kind=AlertKind.SIMILAR_IN_STOCK)
        )

    def without_queue(self) -> OccasionQuerySet:
        """Those that no shopper who asked before waits for."""
        its = Q(variant=OuterRef("variant")) | Q(product=OuterRef("product"))
        asked_before = Q(kind=OuterRef("kind"), created_at__lte=OuterRef("opened_at"))
        return self.filter(~Exists(Subscription.objects.queueing().filter(its, asked_before)))

    def with_goods(self) -> OccasionQuerySet:
        return self.select_related("variant__product", "product", "offered__product")


class Occasion(models.Model):
    """Which of variant, product, threshold, offered and event are set depends on the kind."""

    kind = models.CharField(max_length=16, choices=AlertKind)
    variant = models.ForeignKey(
        "catalog.Variant",
        models.CASCADE,
        related_name="occasions",
        null=True,
        help_text="The size that is back, nearly gone, or that something is like.",
    )
    product = models.ForeignKey(
        Product,
        models.CASCADE,
        related_name="occasions",
        null=True,
        help_text="What costs something else.",
    )
    threshold = models.PositiveSmallIntegerField(
        null=True, help_text="No more than so many pieces are left."
    )
    offered = models.ForeignKey(
        "catalog.Variant",
        models.CASCADE,
        related_name="+",
        null=True,
        help_text="What arrived, and is like it.",
    )
    event = models.OneToOneField(
        "catalog.StockEvent", models.CASCADE, related_name="occasion", null=True
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(
        null=True, blank=True, help_text="When the next in the queue are told; empty: nobody waits."
    )

    objects = OccasionQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AlertKind.BACK_IN_STOCK, variant__isnull=False)
                & Q(event__isnull=False)
                | Q(kind=AlertKind.LOW_STOCK, variant__isnull=False, threshold__isnull=False)
                | Q(kind=AlertKind.PRICE_DROP, product__isnull=False)
                | Q(kind=AlertKind.SIMILAR_IN_STOCK, variant__isnull=False, offered__isnull=False),
                name="occasion_says_what_happened",
            ),
            models.UniqueConstraint(
                fields=["variant", "offered"],
                condition=Q(closed_at__isnull=True, offered__isnull=False),
                name="arrived_once_while_it_is_there",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="occasion_due",
                condition=Q(closed_at__isnull=True, due_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        about = self.variant or self.product
        return f"{self.get_kind_display()}: {about}, {self.opened_at:%d.%m.%Y %H:%M}"

    @property
    def goods(self) -> Product:
        """What a shopper who is told could buy."""
        sold = self.offered or self.variant
        product = sold.product if sold else self.product
        assert product is not None  # noqa: S101 - occasion_says_what_happened
        return product

    @property
    def is_over(self) -> bool:
        return Occasion.objects.over().filter(pk=self.pk).exists()

    @property
    def units(self) -> int:
        """Pieces that those who are told could buy; of a product, whether it is sold at all."""
        if not self.goods.is_active:
            return 0
        sold = self.offered or self.variant
        return sold.available if sold else 1

    @property
    def audience(self) -> SubscriptionQuerySet:
        """Whoever asked for this before it happened, shopper or integrator, and waits for it."""
        asked = Subscription.objects.active().filter(kind=self.kind, created_at__lte=self.opened_at)
        if self.kind == AlertKind.PRICE_DROP:
            return asked.content_with(self.goods)
        if self.kind == AlertKind.LOW_STOCK:
            asked = asked.filter(threshold=self.threshold)
        return asked.filter(variant=self.variant_id)

    @property
    def queue(self) -> SubscriptionQuerySet:
        """The shoppers among them who are not being told of it, in order."""
        told = Delivery.objects.holding().filter(subscription=OuterRef("pk"), occasion=self.pk)
        return self.audience.queueing().filter(~Exists(told)).order_by("pk")

    def is_true_for(self, alert: Subscription) -> bool:
        """Whether she still wants to hear it, and could buy what she hears of."""
        return alert.is_active and not self.is_over and self.units >= alert.quantity

    def look_again(self, at: datetime | None) -> None:
        self.due_at = at
        self.save(update_fields=["due_at"])
