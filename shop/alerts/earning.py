"""Which of an order's lines a letter led to: what it told of, bought within ALERT_EARNS_DAYS after
its link was followed, by the same browser."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from django.db import DatabaseError, transaction
from django.http import HttpRequest

from shop.alerts.following import remembered
from shop.alerts.models import Delivery, Earning
from shop.bag.models import Order, OrderLine

log = structlog.get_logger(__name__)


def ordered(request: HttpRequest, order: Order) -> None:
    """Note it. An order never fails for its being counted."""
    followed = remembered(request)
    if not followed:
        return
    try:
        with transaction.atomic():
            earned = earnings(followed, order)
            Earning.objects.bulk_create(earned, ignore_conflicts=True)
    except DatabaseError as error:
        log.warning("earning_dropped", order=order.number, error=str(error))


def earnings(followed: dict[int, int], order: Order) -> list[Earning]:
    """followed: deliveries, and when the link of each was followed, in seconds."""
    told = Delivery.objects.with_goods().filter(pk__in=followed)
    return [
        Earning(
            order_line=line,
            kind=delivery.subscription.kind,
            followed_at=datetime.fromtimestamp(followed[delivery.pk], UTC),
        )
        for line in order.lines.select_related("variant")
        for delivery in told
        if told_of(delivery, line)
    ]


def told_of(delivery: Delivery, line: OrderLine) -> bool:
    if line.variant is None:
        return False
    sold = delivery.occasion.offered_id or delivery.subscription.variant_id
    if sold is None:
        return line.variant.product_id == delivery.subscription.product_id
    return line.variant_id == sold
