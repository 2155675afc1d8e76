"""What shoppers did with each offer, as `train_substitutes --feedback` reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils.timezone import localdate

from recommender.scoring.feedback import Feedback
from shop.insight.models import Event, EventKind

STEPS = (
    EventKind.SHOWN,
    EventKind.CLICKED,
    EventKind.BAGGED,
    EventKind.THUMB_UP,
    EventKind.THUMB_DOWN,
)


def feedback(days: int) -> Iterator[Feedback]:
    """A row for each offer of each product at each place.

    Whoever clicked, bagged or judged it has seen it, whether or not her browser told.
    """
    events = Event.objects.filter(kind__in=STEPS).since(localdate() - timedelta(days=days))
    offers = events.order_by().values_list(F("wanted__product"), "offered", "place")
    counts = {step.value: Count("pk", filter=Q(kind=step)) for step in STEPS}
    by_offer = offers.annotate(**counts).order_by("wanted__product", "offered", "place")
    for wanted, offered, place, shown, clicked, bagged, up, down in by_offer.iterator():
        seen, chosen = max(shown, clicked, bagged, up + down), max(clicked, bagged)
        yield Feedback(wanted, offered, place, seen, chosen, bagged, up, down)
