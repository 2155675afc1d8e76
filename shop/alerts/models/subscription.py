"""Somebody who wants to be told, of what, and how far that has come."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.timezone import now


class AlertKind(models.TextChoices):
    BACK_IN_STOCK = "back_in_stock", "Back in stock"


class SubscriptionState(models.TextChoices):
    PENDING = "pending", "Not confirmed"
    ACTIVE = "active", "Waiting"
    TOLD = "told", "Told"
    ENDED = "ended", "Ended"


OPEN = (SubscriptionState.PENDING, SubscriptionState.ACTIVE)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def open(self) -> SubscriptionQuerySet:
        return self.filter(state__in=OPEN)

    def queueing(self) -> SubscriptionQuerySet:
        """Those of shoppers, who are told in turn."""
        return self.active().filter(mailbox__isnull=False)

    def pending(self) -> SubscriptionQuerySet:
        """Not confirmed, and still in time to be."""
        begun = now() - timedelta(hours=settings.ALERT_CONFIRM_HOURS)
        return self.filter(state=SubscriptionState.PENDING, created_at__gt=begun)

    def active(self) -> SubscriptionQuerySet:
        return self.filter(state=SubscriptionState.ACTIVE)

    def with_goods(self) -> SubscriptionQuerySet:
        """With what a list of alerts shows of each."""
        return self.select_related("variant__product", "variant__size", "mailbox")

    def never_confirmed(self) -> SubscriptionQuerySet:
        begun = now() - timedelta(hours=settings.ALERT_CONFIRM_HOURS)
        return self.filter(state=SubscriptionState.PENDING, created_at__lte=begun)

    def end(self) -> int:
        return self.open().update(state=SubscriptionState.ENDED, ended_at=now())


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
    variant = models.ForeignKey("catalog.Variant", models.CASCADE, related_name="subscriptions")
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
                fields=["mailbox", "variant", "kind", "owner", "endpoint"],
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
        ]
        indexes = [
            models.Index(fields=["variant", "id"], name="alert_queue", condition=Q(state="active")),
            models.Index(
                fields=["created_at"], name="alert_not_confirmed", condition=Q(state="pending")
            ),
        ]
        triggers = [
            # Whoever says yes while the size is back already is told of it too. One row alone, so
            # that of two who say yes none waits for the other in a circle.
            pgtrigger.Trigger(
                name="joins_the_queue",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Q(new__state="active"),
                func="""
                    UPDATE alerts_restock SET due_at = COALESCE(due_at, clock_timestamp())
                    WHERE closed_at IS NULL AND id =
                        (SELECT max(id) FROM alerts_restock WHERE variant_id = NEW.variant_id);
                    RETURN NULL;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.variant}"

    @property
    def said(self) -> str:
        """What she is told of, in her words: "Linnea dress, M: when it is back"."""
        pieces = f", {self.quantity} pieces" if self.quantity > 1 else ""
        return f"{self.variant}{pieces}: when it is back"

    @property
    def is_active(self) -> bool:
        return self.state == SubscriptionState.ACTIVE

    @property
    def position(self) -> int | None:
        """Her place in the queue, from 1; None unless she waits in it."""
        if not self.is_active or self.mailbox_id is None:
            return None
        ahead = Subscription.objects.queueing().filter(variant=self.variant_id, kind=self.kind)
        return ahead.filter(pk__lte=self.pk).count()

    def confirm(self) -> None:
        """From now on she is in the queue. A second time changes nothing."""
        mine = Subscription.objects.pending().filter(pk=self.pk)
        mine.update(state=SubscriptionState.ACTIVE, confirmed_at=now())
        self.refresh_from_db()
