"""Two listings have become one: who waits for what gave way waits for the one that stays."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction

from catalog.models import Product
from recommender.duplicates.merging import merged
from shop.alerts.models import Subscription
from shop.alerts.models.waiting import OPEN


def connect() -> None:
    merged.connect(follow, dispatch_uid="alerts follow a merge")


def follow(sender: Any, gone: Product, kept: Product, **others: Any) -> None:
    """Each keeps its place in the queue. One that she has there already stays where it is, and is
    never told."""
    to = dict(kept.variants.values_list("size", "pk"))
    alerts = Subscription.objects.filter(state__in=OPEN)
    of_sizes = alerts.filter(variant__product=gone).values_list("pk", "variant__size")
    for alert, size in list(of_sizes):
        move(alert, variant_id=to[size])
    for alert in list(alerts.filter(product=gone).values_list("pk", flat=True)):
        move(alert, product_id=kept.pk)


def move(alert: int, **place: int) -> None:
    try:
        with transaction.atomic():
            Subscription.objects.filter(pk=alert).update(**place)
    except IntegrityError:
        return
