"""The letter with the link to her alerts: asked for by anybody, so sent sparingly.

At most one an hour and five a day go to one inbox, whoever asks and under how many names.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.timezone import now

from shop.alerts.models import Letter, LetterKind, Mailbox

APART = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_A_DAY = 5


def link_letter(mailbox: Mailbox) -> Letter | None:
    """The letter a locked mailbox has been asked for; None where none is due, or none is due yet.

    Answers the question by clearing `asked_at`, or puts it off by `due_at`.
    """
    mailbox.due_at = None
    if mailbox.asked_at is None or mailbox.is_suppressed or not has_anything(mailbox):
        mailbox.asked_at = None
        return None
    one_at_a_time(mailbox.inbox)
    allowed_at = next_allowed(mailbox.inbox)
    if allowed_at <= now():
        mailbox.asked_at = None
        return Letter.objects.create(mailbox=mailbox, kind=LetterKind.LINK)
    if has_news(mailbox):
        mailbox.due_at = allowed_at
    else:
        mailbox.asked_at = None
    return None


def has_anything(mailbox: Mailbox) -> bool:
    subscriptions = mailbox.subscriptions
    return subscriptions.pending().exists() or subscriptions.active().exists()


def has_news(mailbox: Mailbox) -> bool:
    """Whether something was asked for that no letter has asked to confirm."""
    last = mailbox.letters.filter(kind=LetterKind.LINK).first()
    pending = mailbox.subscriptions.pending()
    return (pending.filter(created_at__gt=last.created_at) if last else pending).exists()


def next_allowed(inbox: str) -> datetime:
    """When the next letter may go to this inbox; in the past if it may go now."""
    letters = Letter.objects.filter(mailbox__inbox=inbox, kind=LetterKind.LINK)
    recent = letters.filter(created_at__gt=now() - A_DAY).order_by("-created_at")
    times = list(recent.values_list("created_at", flat=True)[:MOST_A_DAY])
    if len(times) == MOST_A_DAY:
        return max(times[0] + APART, times[-1] + A_DAY)
    return times[0] + APART if times else now()


def one_at_a_time(inbox: str) -> None:
    """Until this transaction ends, nobody else counts the letters to this inbox."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [inbox])
