"""Who waits, and how far that has come: the states of alerts, and the lists that are asked for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now

from catalog.models import Product

if TYPE_CHECKING:
    from shop.alerts.models.subscription import Subscription  # noqa: F401


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
        return self.select_related("variant__product", "variant__size", "product", "mailbox")

    def content_with(self, product: Product) -> SubscriptionQuerySet:
        """Those who asked to be told that it costs less, now that it costs what it does."""
        enough = Q(target__isnull=True) | Q(target__gte=product.price)
        return self.filter(enough, product=product, last_price__gt=product.price)

    def never_confirmed(self) -> SubscriptionQuerySet:
        begun = now() - timedelta(hours=settings.ALERT_CONFIRM_HOURS)
        return self.filter(state=SubscriptionState.PENDING, created_at__lte=begun)

    def end(self) -> int:
        return self.open().update(state=SubscriptionState.ENDED, ended_at=now())
