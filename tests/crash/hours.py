"""The clock of the calls, under control: hours go by for all processes at once.

What is written down of the calls is put back by so long, which to everybody is as if it were later.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils.timezone import now

from shop.alerts.models import Attempt, Endpoint, Message

#: How much later than due the next call is found due, as a part of its wait.
STRIDE = 0.1


def at_rest() -> bool:
    """Nobody calls, and nobody has a reason to before some time has gone by."""
    messages = Message.objects.filter(endpoint__disabled_at=None)
    return not (messages.due().exists() or Message.objects.filter(claimed_until__gt=now()).exists())


def until_the_next_call() -> timedelta | None:
    """Lets so long go by; None where nobody waits to be called."""
    waiting = Message.objects.filter(state="waiting", endpoint__disabled_at=None)
    waits = waiting.annotate(wait=F("next_attempt_at") - Max("attempts__at"))
    next_call = waits.aggregate(due=Min("next_attempt_at"), shortest=Min("wait"))
    if next_call["due"] is None:
        return None
    time = max(next_call["due"] - now(), timedelta()) + STRIDE * next_call["shortest"]
    let_go_by(time)
    return time


def let_go_by(time: timedelta) -> None:
    """Only at rest."""
    with transaction.atomic():
        put_back(Message.objects.filter(state="waiting"), time, "next_attempt_at", "claimed_until")
        put_back(Endpoint.objects.all(), time, "failing_since", "disabled_at")
        put_back(Attempt.objects.all(), time, "at")


def put_back(rows: QuerySet, time: timedelta, *fields: str) -> None:
    rows.update(**{field: F(field) - time for field in fields})
