"""The letter with the link to her alerts: asked for by anybody, so sent sparingly.

At most one an hour and five a day go to one inbox, whoever asks and under how many names.
"""

from __future__ import annotations

from django.utils.timezone import now

from shop.alerts.limits import next_allowed, one_at_a_time
from shop.alerts.models import Letter, LetterKind, Mailbox


def link_letter(mailbox: Mailbox) -> Letter | None:
    """The letter a locked mailbox has been asked for; None where none is due, or none is due yet.

    Answers the question by clearing `asked_at`, or puts it off by `due_at`.
    """
    mailbox.due_at = None
    if mailbox.asked_at is None or mailbox.is_suppressed or not has_anything(mailbox):
        mailbox.asked_at = None
        return None
    one_at_a_time(mailbox.inbox)
    allowed_at = next_allowed(mailbox.inbox, LetterKind.LINK)
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
