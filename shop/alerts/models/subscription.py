"""Somebody who wants to be told, of what, and how far that has come."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import now

from catalog.models import Product
from catalog.money import format_price
from shop.alerts.models.asking import TRIGGERS
from shop.alerts.models.kind import AlertKind
from shop.alerts.models.waiting import OPEN, SubscriptionQuerySet, SubscriptionState


class Subscription(models.Model):
    """The key is the place in the queue: who asked first is told first."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    owner = models.ForeignKey(
        "api.ApiKey",
        models.CASCADE,
        related_name="alerts",
        null=True,
        blank=True,
        help_text="The integrator who asked for it; empty: the shopper herself.",
    )
    kind = models.CharField(max_length=16, choices=AlertKind, default=AlertKind.BACK_IN_STOCK)
    variant = models.ForeignKey(
        "catalog.Variant",
        models.CASCADE,
        related_name="subscriptions",
        null=True,
        blank=True,
        help_text="The size; empty where it is about a product in whatever size.",
    )
    product = models.ForeignKey(
        Product, models.CASCADE, related_name="subscriptions", null=True, blank=True
    )
    threshold = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Told when no more than so many pieces are left."
    )
    target = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Told when it costs no more than this; empty: when it costs less.",
    )
    last_price = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        editable=False,
        help_text="What it cost when it was asked for, or was last told. Written by the database.",
    )
    mailbox = models.ForeignKey(
        "alerts.Mailbox",
        models.CASCADE,
        related_name="subscriptions",
        verbose_name="address",
        null=True,
        blank=True,
        help_text="Empty: the integrator herself listens.",
    )
    endpoint = models.ForeignKey(
        "alerts.Endpoint",
        models.CASCADE,
        related_name="alerts",
        null=True,
        blank=True,
        help_text="Where she is told; empty: she fetches it.",
    )
    quantity = models.PositiveSmallIntegerField(
        default=1, help_text="Told only when so many are in stock."
    )
    state = models.CharField(
        max_length=8, choices=SubscriptionState, default=SubscriptionState.PENDING
    )
    #: The database's clock, which also dates the events it is compared with.
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    sample_asked_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "alert"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "mailbox",
                    "variant",
                    "product",
                    "kind",
                    "threshold",
                    "target",
                    "owner",
                    "endpoint",
                ],
                condition=Q(state__in=OPEN),
                nulls_distinct=False,
                name="one_open_alert_of_a_kind",
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="alert_asks_for_a_piece"),
            models.CheckConstraint(
                condition=Q(mailbox__isnull=False, endpoint__isnull=True)
                | Q(mailbox__isnull=True, owner__isnull=False),
                name="alert_has_an_address_or_a_listener",
            ),
            models.CheckConstraint(
                condition=Q(kind=AlertKind.PRICE_DROP, variant__isnull=True)
                & Q(product__isnull=False)
                | ~Q(kind=AlertKind.PRICE_DROP)
                & Q(variant__isnull=False, product__isnull=True, target__isnull=True),
                name="alert_is_about_a_size_or_a_price",
            ),
            models.CheckConstraint(
                condition=Q(kind=AlertKind.LOW_STOCK, threshold__gte=1)
                | ~Q(kind=AlertKind.LOW_STOCK) & Q(threshold__isnull=True),
                name="alert_has_a_threshold_if_it_needs_one",
            ),
        ]
        indexes = [
            models.Index(fields=["variant", "id"], name="alert_queue", condition=Q(state="active")),
            models.Index(
                fields=["created_at"], name="alert_not_confirmed", condition=Q(state="pending")
            ),
            models.Index(
                fields=["variant", "threshold"],
                name="alert_of_few_left",
                condition=Q(kind=AlertKind.LOW_STOCK, state__in=OPEN),
            ),
            models.Index(
                fields=["product", "id"], name="alert_of_a_price", condition=Q(state__in=OPEN)
            ),
            models.Index(
                fields=["variant"],
                name="alert_of_the_like",
                condition=Q(kind=AlertKind.SIMILAR_IN_STOCK, state__in=OPEN),
            ),
        ]
        triggers = TRIGGERS

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.variant or self.product}"

    @property
    def goods(self) -> Product:
        product = self.variant.product if self.variant else self.product
        assert product is not None  # noqa: S101 - alert_is_about_a_size_or_a_price
        return product

    @property
    def said(self) -> str:
        """What she is told of, in her words: "Linnea dress, M: when it is back"."""
        pieces = f", {self.quantity} pieces" if self.quantity > 1 else ""
        return f"{self.variant or self.product}{pieces}: {self.when}"

    @property
    def when(self) -> str:
        match self.kind:
            case AlertKind.LOW_STOCK:
                return f"when no more than {self.threshold} are left"
            case AlertKind.PRICE_DROP if self.target is None:
                return f"when it costs less than {self.in_money(self.last_price)}"
            case AlertKind.PRICE_DROP:
                return f"when it costs {self.in_money(self.target)} or less"
            case AlertKind.SIMILAR_IN_STOCK:
                return "when something like it arrives"
        return "when it is back"

    def in_money(self, amount: Decimal | None) -> str:
        return format_price(amount or Decimal(0), self.goods.currency)

    @property
    def is_active(self) -> bool:
        return self.state == SubscriptionState.ACTIVE

    @property
    def position(self) -> int | None:
        """Her place in the queue, from 1; None unless she waits in it."""
        is_told_in_turn = self.kind == AlertKind.BACK_IN_STOCK and self.mailbox_id is not None
        if not (self.is_active and is_told_in_turn):
            return None
        ahead = Subscription.objects.queueing().filter(variant=self.variant_id, kind=self.kind)
        return ahead.filter(pk__lte=self.pk).count()

    def confirm(self) -> None:
        """From now on she is in the queue. A second time changes nothing."""
        mine = Subscription.objects.pending().filter(pk=self.pk)
        mine.update(state=SubscriptionState.ACTIVE, confirmed_at=now())
        self.refresh_from_db()
