"""Asking to be told. Whoever owns the address has to say yes before anything comes of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from catalog.models import Product, Variant
from shop.alerts.listeners import sample
from shop.alerts.models import AlertKind, Endpoint, Mailbox, Subscription, SubscriptionState
from shop.alerts.models.waiting import SubscriptionQuerySet
from shop.alerts.wakeups import wake_after_commit
from shop.api.models import ApiKey


class Wish(TypedDict, total=False):
    """Of what she asks to be told; that it is back, where it does not say."""

    kind: AlertKind
    quantity: int
    threshold: int | None  # low_stock: pieces
    target: Decimal | None  # price_drop: in the product's currency


@transaction.atomic
def ask_for(
    goods: Variant | Product, address: str, owner: ApiKey | None = None, **wish: Unpack[Wish]
) -> UUID:
    """Note that somebody wants to be told, and let a letter go to the normalised `address`.

    Does the same for a known address as for a strange one: neither what it answers nor how long it
    takes tells who subscribes. What is to be written, if anything, is decided by the worker.
    Returns the alert's public id: of the one there was, if `owner` had asked for the same.
    """
    alert = asked(goods, wish, mailbox=Mailbox.objects.asking(address), owner=owner)
    same_as(alert).never_confirmed().end()
    Subscription.objects.bulk_create([alert], ignore_conflicts=True)
    wake_after_commit()
    return newest(same_as(alert))


@transaction.atomic
def listen_for(
    goods: Variant | Product,
    owner: ApiKey,
    endpoint: Endpoint | None = None,
    **wish: Unpack[Wish],
) -> UUID:
    """Let an integrator be told each time herself, until she ends it; the alert's id."""
    alert = asked(goods, wish, owner=owner, endpoint=endpoint)
    alert.state, alert.confirmed_at = SubscriptionState.ACTIVE, now()
    Subscription.objects.bulk_create([alert], ignore_conflicts=True)
    return newest(same_as(alert))


def asked(goods: Variant | Product, wish: Wish, **who: object) -> Subscription:
    """Unsaved."""
    about = {"variant": goods} if isinstance(goods, Variant) else {"product": goods}
    return Subscription(**about, **wish, **who)


def same_as(alert: Subscription) -> SubscriptionQuerySet:
    """Those of the same people about the same; of all pieces she may want, there is one."""
    same = ("mailbox", "owner", "endpoint", "kind", "variant", "product", "threshold", "target")
    return Subscription.objects.filter(**{name: getattr(alert, name) for name in same})


def newest(alerts: SubscriptionQuerySet) -> UUID:
    return alerts.order_by("-pk").values_list("public_id", flat=True)[0]


@transaction.atomic
def ask_for_link(address: str) -> None:
    """Let the link to her alerts go to the normalised `address`, if there are any."""
    Mailbox.objects.asking(address)
    wake_after_commit()


@transaction.atomic
def ask_for_sample(alert: Subscription) -> bool:
    """Let something go that says it is a test; False where nobody has said yes to any."""
    if not alert.is_active:
        return False
    if alert.mailbox is None:
        sample(alert)
    else:
        Subscription.objects.filter(pk=alert.pk).update(sample_asked_at=now())
        Mailbox.objects.wake([alert.mailbox.pk], at=now())
    wake_after_commit()
    return True
