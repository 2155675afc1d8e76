"""A letter that says it is a test: so that an integrator sees what her shoppers will get."""

from __future__ import annotations

from django.utils.timezone import now

from shop.alerts.limits import next_allowed, one_at_a_time
from shop.alerts.models import Letter, LetterKind, Mailbox


def sample_letter(mailbox: Mailbox) -> Letter | None:
    """The sample that a locked mailbox is due, as seldom as it gets letters with a link."""
    asked = mailbox.subscriptions.filter(sample_asked_at__isnull=False)
    alert = asked.active().order_by("sample_asked_at").first()
    asked.update(sample_asked_at=None)
    if alert is None or mailbox.is_suppressed:
        return None
    one_at_a_time(mailbox.inbox)
    if next_allowed(mailbox.inbox, LetterKind.SAMPLE) > now():
        return None
    return Letter.objects.create(mailbox=mailbox, kind=LetterKind.SAMPLE, sample_of=alert)
