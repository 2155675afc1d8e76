"""From events to figures: a day that is over is counted once, and its events may go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.conf import settings
from django.db.models import Count, F, Max, Min
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from shop.insight.models import DailySalt, DailyTotal, Event, EventKind
from shop.insight.models.event import EventQuerySet, midnight

FACTS = ("day", "kind", "rung", "mode", "product_type")


def total_up() -> int:
    """Count the days that are over; how many figures that made. May be run again at any time."""
    over = Event.objects.filter(at__lt=midnight(localdate()))
    if last := DailyTotal.objects.aggregate(day=Max("day"))["day"]:
        over = over.since(last)  # that day too: what was under way at midnight had not come in
    made, figures = 0, counted(over)
    while totals := list(islice(figures, 2_000)):
        DailyTotal.objects.bulk_create(
            totals, update_conflicts=True, unique_fields=FACTS, update_fields=["count"]
        )
        made += len(totals)
    return made


def counted(events: EventQuerySet) -> Iterator[DailyTotal]:
    """What is known of them once they are gone. Those of deleted products are no more counted."""
    days = events.annotate(day=TruncDate("at"), type=F("wanted__product__product_type"))
    rows = days.order_by().values_list("day", "kind", "rung", "mode", "type")
    for *facts, count in rows.annotate(n=Count("pk")).iterator():
        day, kind, rung, mode, type_id = facts
        yield DailyTotal(
            day=day, kind=kind, rung=rung, mode=mode, product_type_id=type_id, count=count
        )


def kept_since() -> datetime:
    """From when on all looks are there: for EVENT_DAYS, or since they were cleared by hand."""
    first = Event.objects.looks().aggregate(at=Min("at"))["at"]
    gone = DailyTotal.objects.filter(kind=EventKind.LOOKED)
    if first:
        gone = gone.filter(day__lt=localdate(first))
    kept = localdate() - timedelta(days=settings.EVENT_DAYS)
    if last := gone.aggregate(day=Max("day"))["day"]:
        kept = max(kept, last + timedelta(days=1))
    return midnight(kept)


def clear_events(days: int | None = None) -> int:
    """Delete the events older than so many days (EVENT_DAYS), once they are counted; how many.

    Salts of days that are over go at once.
    """
    total_up()
    DailySalt.objects.throw_away(before=localdate())
    kept = settings.EVENT_DAYS if days is None else days
    return Event.objects.filter(at__lt=midnight(localdate() - timedelta(days=kept))).delete()[0]
