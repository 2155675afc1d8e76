"""What is kept about somebody who asked to be told: handed out, erased, forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from shop.alerts.addresses import inbox_of
from shop.alerts.models import (
    Attempt,
    Letter,
    LetterState,
    Mailbox,
    Message,
    Occasion,
    Subscription,
)
from shop.alerts.models.mailbox import Suppressed
from shop.api.models import AnsweredRequest


def exported(address: str) -> dict[str, Any] | None:
    """All that is kept about a normalised address; None where nothing is."""
    mailbox = Mailbox.objects.filter(address=address).first()
    if mailbox is None:
        return None
    alerts = mailbox.subscriptions.with_goods()
    return {
        "address": mailbox.address,
        "since": mailbox.created_at,
        "time_zone": mailbox.time_zone,
        "suppressed": mailbox.suppressed_why,
        "alerts": [
            {"what": alert.said, "state": alert.state, "asked": alert.created_at}
            for alert in alerts
        ],
        "letters": list(mailbox.letters.values("kind", "state", "created_at", "sent_at")),
    }


@transaction.atomic
def erase(address: str) -> bool:
    """Delete all that is kept about a normalised address. Whether there was anything.

    Who asked never to be written to again is forgotten with the rest, and may be asked again.
    """
    _, rows = Mailbox.objects.filter(address=address).delete()
    return bool(rows)


def forget_the_old() -> int:
    """Delete what is of no use any more; how many rows.

    An alert that is over, or was never confirmed, lives as long as a letter's link opens it; so do
    letters and calls. An address with nothing left goes too, but not one that said "never".
    """
    long_ago = now() - timedelta(days=settings.ALERT_LINK_DAYS)
    Subscription.objects.never_confirmed().end()
    over = Subscription.objects.exclude(state="active").filter(ended_at__lt=long_ago)
    written = Letter.objects.exclude(state=LetterState.OPEN).filter(created_at__lt=long_ago)
    said = Message.objects.exclude(state="waiting").filter(created_at__lt=long_ago)
    empty = Mailbox.objects.filter(
        subscriptions=None, letters=None, suppressed_at=None, created_at__lt=long_ago
    )
    calls = Attempt.objects.filter(at__lt=long_ago)
    told = Occasion.objects.filter(due_at=None, opened_at__lt=long_ago)
    old = [over, written, calls, said, told, AnsweredRequest.objects.forgotten(), empty]
    return sum(rows.delete()[0] for rows in old)


def suppress(address: str, why: Suppressed = Suppressed.BOUNCED) -> None:
    """Never write to a normalised address again, though it may not be known."""
    inbox = {"inbox": inbox_of(address)}
    mailbox, _ = Mailbox.objects.get_or_create(address=address, defaults=inbox)
    mailbox.suppress(why)
