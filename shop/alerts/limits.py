"""How often letters that anybody can ask for go to one inbox: one an hour, five a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.timezone import now

from shop.alerts.models import Letter, LetterKind

APART = timedelta(hours=1)
A_DAY = timedelta(days=1)
MOST_A_DAY = 5


def next_allowed(inbox: str, kind: LetterKind) -> datetime:
    """When the next letter of its kind may go to this inbox; in the past if it may go now."""
    letters = Letter.objects.filter(mailbox__inbox=inbox, kind=kind)
    recent = letters.filter(created_at__gt=now() - A_DAY).order_by("-created_at")
    times = list(recent.values_list("created_at", flat=True)[:MOST_A_DAY])
    if len(times) == MOST_A_DAY:
        return max(times[0] + APART, times[-1] + A_DAY)
    return times[0] + APART if times else now()


def one_at_a_time(inbox: str) -> None:
    """Until this transaction ends, nobody else counts the letters to this inbox."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [inbox])
