"""Asking to be told. Whoever owns the address has to say yes before anything comes of it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.timezone import now

from catalog.models import Variant
from shop.alerts.listeners import sample
from shop.alerts.models import Endpoint, Mailbox, Subscription, SubscriptionState
from shop.alerts.wakeups import wake_after_commit
from shop.api.models import ApiKey


@transaction.atomic
def ask_for(variant: Variant, address: str, quantity: int = 1, owner: ApiKey | None = None) -> UUID:
    """Note that somebody wants to be told, and let a letter go to the normalised `address`.

    Does the same for a known address as for a strange one: neither what it answers nor how long it
    takes tells who subscribes. What is to be written, if anything, is decided by the worker.
    Returns the alert's public id: of the one there was, if `owner` had asked for the same.
    """
    mailbox = Mailbox.objects.asking(address)
    same = Subscription.objects.filter(mailbox=mailbox, variant=variant, owner=owner)
    same.never_confirmed().end()
    wish = Subscription(mailbox=mailbox, variant=variant, quantity=quantity, owner=owner)
    Subscription.objects.bulk_create([wish], ignore_conflicts=True)
    wake_after_commit()
    return same.order_by("-pk").values_list("public_id", flat=True)[0]


@transaction.atomic
def ask_for_link(address: str) -> None:
    """Let the link to her alerts go to the normalised `address`, if there are any."""
    Mailbox.objects.asking(address)
    wake_after_commit()


@transaction.atomic
def listen_for(
    variant: Variant, owner: ApiKey, endpoint: Endpoint | None = None, quantity: int = 1
) -> UUID:
    """Let an integrator be told of each restock herself, until she ends it; the alert's id."""
    wish = Subscription(
        variant=variant,
        owner=owner,
        endpoint=endpoint,
        quantity=quantity,
        state=SubscriptionState.ACTIVE,
        confirmed_at=now(),
    )
    Subscription.objects.bulk_create([wish], ignore_conflicts=True)
    same = Subscription.objects.filter(mailbox=None, variant=variant, owner=owner)
    listening = same.filter(endpoint=endpoint).order_by("-pk")
    return listening.values_list("public_id", flat=True)[0]


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
