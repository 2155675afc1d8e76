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
WAITING = Message.objects.filter(state="waiting")


def at_rest() -> bool:
    """Nobody calls, and nobody has a reason to before some time has gone by."""
    messages = Message.objects.filter(endpoint__disabled_at=None)
    return not (messages.due().exists() or Message.objects.filter(claimed_until__gt=now()).exists())


@transaction.atomic
def until_the_next_call() -> timedelta | None:
    """Lets so long go by: none if somebody is calling after all. None where nobody waits."""
    enabled = Message.objects.filter(state="waiting", endpoint__disabled_at=None)
    claims = list(WAITING.select_for_update().values_list("claimed_until", flat=True))
    waits = enabled.annotate(wait=F("next_attempt_at") - Max("attempts__at"))
    next_call = waits.aggregate(due=Min("next_attempt_at"), shortest=Min("wait"))
    if next_call["due"] is None:
        return None
    if any(claim and claim > now() for claim in claims) or next_call["due"] <= now():
        return timedelta()
    time = next_call["due"] - now() + STRIDE * next_call["shortest"]
    put_back(WAITING, time, "next_attempt_at", "claimed_until")
    put_back(Endpoint.objects.all(), time, "failing_since", "disabled_at")
    put_back(Attempt.objects.all(), time, "at")
    return time


def put_back(rows: QuerySet, time: timedelta, *fields: str) -> None:
    rows.update(**{field: F(field) - time for field in fields})
