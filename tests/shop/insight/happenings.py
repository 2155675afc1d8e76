"""What shoppers did, for the stories of the figures."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.utils.timezone import now

from catalog.models import Product, Variant
from shop.alerts.models import Mailbox, Subscription, SubscriptionState
from shop.bag.models import Order, OrderLine
from shop.insight.models import Event, EventKind


def happened(
    kind: str,
    wanted: Variant,
    offered: Product | None = None,
    times: int = 1,
    days_ago: float = 0,
    rung: str = "closest",
    mode: str = "closest",
    place: int = 1,
) -> None:
    """So many visitors did the same."""
    offer = {"offered": offered, "rung": rung, "mode": mode, "place": place} if offered else {}
    at = now() - timedelta(days=days_ago)
    Event.objects.bulk_create(
        Event(kind=EventKind(kind), wanted=wanted, at=at, once=uuid4(), **offer)
        for _ in range(times)
    )


def waits_for(variant: Variant, *people: str, days_ago: float = 0, **wish: str) -> None:
    for name in people:
        mailbox = Mailbox.objects.asking(f"{name}@example.org")
        wish = {"state": SubscriptionState.ACTIVE, **wish}
        began = now() - timedelta(days=days_ago)
        Subscription.objects.create(variant=variant, mailbox=mailbox, created_at=began, **wish)


def was_ordered(
    product: Product, wanted: Variant, price: str = "55.00", days_ago: float = 0, **fields
) -> Order:
    """The product in M, in the place of what was wanted."""
    order = Order.objects.create(
        checkout_key=uuid4(),
        name="Ada",
        email="ada@example.org",
        country="GB",
        payment_method="on_delivery",
        total=price,
        currency=fields.pop("currency", "EUR"),
        **fields,
    )
    Order.objects.filter(pk=order.pk).update(placed_at=now() - timedelta(days=days_ago))
    OrderLine.objects.create(
        order=order,
        variant=product.variants.get(size__label="M"),
        title=product.title,
        size="M",
        sku="x",
        unit_price=price,
        quantity=1,
        pieces_instead=1,
        stands_in_for=wanted,
        rung="closest",
        mode="closest",
        place=1,
    )
    return order
