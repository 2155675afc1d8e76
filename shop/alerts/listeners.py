"""Integrators that listen: each is told of each restock, without a queue, as often as it comes."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.timezone import now

from shop.alerts.models import (
    Delivery,
    DeliveryState,
    Message,
    MessageState,
    Restock,
    Subscription,
)
from shop.alerts.models.message import said_of

BACK = "variant.back_in_stock"


def tell_listeners(restocks: Collection[Restock]) -> None:
    """Write down, for locked restocks that are not over, what their listeners are to hear."""
    for restock in restocks:
        heard = [
            Delivery(subscription=alert, restock=restock, state=DeliveryState.SENT, sent_at=now())
            for alert in not_told(restock)
        ]
        deliveries = Delivery.objects.bulk_create(heard)
        Message.objects.bulk_create(message(delivery) for delivery in deliveries)


def not_told(restock: Restock) -> list[Subscription]:
    listening = Subscription.objects.active().filter(
        mailbox=None,
        variant=restock.variant_id,
        created_at__lte=restock.opened_at,
        quantity__lte=restock.units,
    )
    told = restock.deliveries.values("subscription")
    return list(listening.exclude(pk__in=told).select_related("endpoint").order_by("pk"))


def message(delivery: Delivery) -> Message:
    said = addressed(delivery.subscription, facts(delivery.subscription, delivery.restock))
    said.delivery = delivery
    return said


def addressed(alert: Subscription, data: dict[str, object]) -> Message:
    """Unsaved: to be sent where there is an endpoint, to be fetched where there is none."""
    said = Message(payload=said_of(BACK, data), endpoint=alert.endpoint)
    said.owner_id = alert.owner_id  # type: ignore[assignment]  # whoever listens has a key
    said.state = MessageState.WAITING if alert.endpoint else MessageState.KEPT
    return said


def facts(alert: Subscription, restock: Restock) -> dict[str, object]:
    variant = restock.variant
    return {
        "alert": str(alert.public_id),
        "variant": variant.pk,
        "sku": variant.sku,
        "product": variant.product_id,
        "sequence": restock.event_id,  # of two messages about one variant, the later has the larger
    }


def sample(alert: Subscription) -> None:
    """A message that says it is a test."""
    variant = alert.variant
    data = {"alert": str(alert.public_id), "variant": variant.pk, "sku": variant.sku}
    addressed(alert, data | {"product": variant.product_id, "sequence": 0, "test": True}).save()
