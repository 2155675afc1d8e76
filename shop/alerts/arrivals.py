"""What arrived, and who waits for the like of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now

from catalog.models import Variant
from recommender.arrivals import Pair, would_take
from shop.alerts.models import AlertKind, Arrival, Occasion, Subscription

#: Arrivals compared in one transaction, and sizes waited for that each is told of at most.
AT_ONCE = 200
MOST = 500


@transaction.atomic
def match() -> int:
    """Compare some of what arrived with what is waited for; how many. Nobody else has them
    meanwhile."""
    due = Arrival.objects.due().order_by("pk").select_for_update(skip_locked=True, of=("self",))
    taken = list(due[:AT_ONCE])
    if not taken:
        return 0
    arrived = {arrival.variant_id: arrival.at for arrival in taken if not arrival.came_again}
    forget_what_left(arrived)
    open_occasions(would_take(arrived, waited_for(), MOST), arrived)
    Arrival.objects.filter(pk__in=[arrival.pk for arrival in taken]).delete()
    return len(taken)


def waited_for() -> QuerySet[Variant]:
    """Sizes that somebody waits for the like of. Who has not said yes yet may still do so."""
    waiting = Subscription.objects.open().filter(kind=AlertKind.SIMILAR_IN_STOCK)
    return Variant.objects.filter(pk__in=waiting.values("variant"))


def forget_what_left(arrived: Collection[int]) -> None:
    """What was here before, sold out, and is here again, is told of again."""
    before = Occasion.objects.filter(offered__in=arrived, closed_at=None)
    sold_out = before.filter(
        offered__events__kind="sold_out", offered__events__at__gt=F("opened_at")
    )
    before.filter(pk__in=sold_out.values("pk")).update(closed_at=now(), due_at=None)


def open_occasions(pairs: list[Pair], arrived: dict[int, datetime]) -> None:
    """One for each pair while the arrived one is there; in one order for all who write them."""
    Occasion.objects.bulk_create(
        [
            Occasion(
                kind=AlertKind.SIMILAR_IN_STOCK,
                variant_id=pair.wanted,
                offered_id=pair.offered,
                opened_at=arrived[pair.offered],
                due_at=now(),
            )
            for pair in pairs
        ],
        ignore_conflicts=True,
    )
