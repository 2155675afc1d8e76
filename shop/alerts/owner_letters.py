"""The letter to whoever looks after an endpoint that is called no more."""

from __future__ import annotations

from django.db import transaction
from django.utils.timezone import now

from shop.alerts.addresses import inbox_of
from shop.alerts.models import Endpoint, Letter, LetterKind, Mailbox


def wake_owners() -> None:
    """Let the mailboxes of owners who are to be told be looked at.

    Not by whoever disables an endpoint: he has locked it, and a mailbox comes before its endpoints.
    """
    to_tell = Endpoint.objects.with_owner_to_tell()
    for address in to_tell.values_list("owner__contact", flat=True).distinct():
        with transaction.atomic():
            inbox = {"inbox": inbox_of(address)}
            mailbox, _ = Mailbox.objects.get_or_create(address=address, defaults=inbox)
            Mailbox.objects.wake([mailbox.pk], at=now())


def owner_letter(mailbox: Mailbox) -> Letter | None:
    """The one letter a locked mailbox is due about its endpoints, however many are disabled."""
    hers = Endpoint.objects.with_owner_to_tell().filter(owner__contact=mailbox.address)
    if not hers.update(owner_to_tell=False) or mailbox.is_suppressed:
        return None
    return Letter.objects.create(mailbox=mailbox, kind=LetterKind.ENDPOINT)
