"""Integrators that listen: each is told each time, without a queue, until she ends it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.timezone import now

from catalog.models import Variant
from shop.alerts.models import (
    AlertKind,
    Delivery,
    DeliveryState,
    Message,
    MessageState,
    Occasion,
    Subscription,
)
from shop.alerts.models.message import said_of


def tell_listeners(occasions: Collection[Occasion]) -> None:
    """Write down, for locked occasions that are not over, what their listeners are to hear."""
    heard = []
    for occasion in occasions:
        heard += Delivery.objects.bulk_create(
            Delivery(subscription=alert, occasion=occasion, state=DeliveryState.SENT, sent_at=now())
            for alert in not_told(occasion)
        )
        if occasion.kind == AlertKind.PRICE_DROP:
            know_the_price(occasion)
    Message.objects.bulk_create(message(delivery) for delivery in heard)


def not_told(occasion: Occasion) -> list[Subscription]:
    if not occasion.goods.is_active:
        return []
    listening = occasion.audience.filter(mailbox=None)
    if occasion.kind == AlertKind.BACK_IN_STOCK:
        listening = listening.filter(quantity__lte=occasion.units)
    told = occasion.deliveries.values("subscription")
    listening = listening.exclude(pk__in=told).order_by("pk")
    return list(listening.select_related("endpoint", "variant__product", "product"))


def know_the_price(occasion: Occasion) -> None:
    """The next drop is one from what it costs now, for those who have heard of it. A price that has
    lasted counts, up as well as down; one that came and went within the grace is none."""
    if not occasion.goods.is_active:
        return
    listening = Subscription.objects.active().filter(mailbox=None, product=occasion.product_id)
    listening.filter(created_at__lte=occasion.opened_at).update(last_price=occasion.goods.price)


def message(delivery: Delivery) -> Message:
    said = addressed(delivery.subscription, facts(delivery.subscription, delivery.occasion))
    said.delivery = delivery
    return said


def addressed(alert: Subscription, data: dict[str, object]) -> Message:
    """Unsaved: to be sent where there is an endpoint, to be fetched where there is none."""
    said = Message(payload=said_of(AlertKind(alert.kind).message, data), endpoint=alert.endpoint)
    said.owner_id = alert.owner_id  # type: ignore[assignment]  # whoever listens has a key
    said.state = MessageState.WAITING if alert.endpoint else MessageState.KEPT
    return said


def facts(alert: Subscription, occasion: Occasion) -> dict[str, object]:
    """Of two messages about one variant or price, the later has the larger `sequence`."""
    return about(alert, occasion.offered) | {"sequence": occasion.pk}


def about(alert: Subscription, offered: Variant | None) -> dict[str, object]:
    """What she asked about, as it is now."""
    said: dict[str, object] = {"alert": str(alert.public_id), "product": alert.goods.pk}
    if variant := alert.variant:
        said |= {"variant": variant.pk, "sku": variant.sku}
    if alert.kind == AlertKind.LOW_STOCK and variant:
        said |= {"threshold": alert.threshold, "available": variant.available}
    if alert.kind == AlertKind.PRICE_DROP:
        prices = {"price": str(alert.goods.price), "last_price": str(alert.last_price)}
        said |= prices | {"currency": alert.goods.currency}
    if offered:
        said["offered"] = {
            "variant": offered.pk,
            "sku": offered.sku,
            "product": offered.product_id,
        }
    return said


def sample(alert: Subscription) -> None:
    """A message that says it is a test; of something like it, it offers the thing itself."""
    offered = alert.variant if alert.kind == AlertKind.SIMILAR_IN_STOCK else None
    addressed(alert, about(alert, offered) | {"sequence": 0, "test": True}).save()
