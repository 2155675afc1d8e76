"""Asking to be told. Whoever owns the address has to say yes before anything comes of it."""

from __future__ import annotations

from django.db import transaction

from catalog.models import Variant
from shop.alerts.models import Mailbox, Subscription
from shop.alerts.wakeups import wake_after_commit


@transaction.atomic
def ask_for(variant: Variant, address: str, quantity: int = 1) -> None:
    """Note that somebody wants to be told, and let a letter go to the normalised `address`.

    Does the same for a known address as for a strange one: neither what it answers nor how long it
    takes tells who subscribes. What is to be written, if anything, is decided by the worker.
    """
    mailbox = Mailbox.objects.asking(address)
    wish = Subscription(mailbox=mailbox, variant=variant, quantity=quantity)
    Subscription.objects.bulk_create([wish], ignore_conflicts=True)
    wake_after_commit()


@transaction.atomic
def ask_for_link(address: str) -> None:
    """Let the link to her alerts go to the normalised `address`, if there are any."""
    Mailbox.objects.asking(address)
    wake_after_commit()
