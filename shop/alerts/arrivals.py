"""What arrived, and who waits for the like of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import now

from catalog.models import Variant
from recommender.arrivals import Pair, with_takers, would_take
from shop.alerts.models import AlertKind, Arrival, Occasion, Subscription

#: Arrivals looked at in one transaction; those of them that are compared, which takes time; and
#: sizes waited for that each is told of at most.
LOOKED_AT, COMPARED, MOST = 1_000, 20, 200


@transaction.atomic
def match() -> int:
    """Compare some of what arrived with what is waited for; how many it has dealt with. Nobody else
    has them meanwhile."""
    due = Arrival.objects.due().order_by("pk").select_for_update(skip_locked=True, of=("self",))
    taken = list(due[:LOOKED_AT])
    if not taken:
        return 0
    wanted = with_takers({arrival.variant_id for arrival in taken}, waited_for())
    to_compare = [arrival for arrival in taken if arrival.variant_id in wanted]
    compare(to_compare[:COMPARED])
    later = {arrival.pk for arrival in to_compare[COMPARED:]}
    done = [arrival.pk for arrival in taken if arrival.pk not in later]
    Arrival.objects.filter(pk__in=done).delete()
    return len(done)


def compare(arrivals: list[Arrival]) -> None:
    arrived = {arrival.variant_id: arrival.at for arrival in arrivals if not arrival.came_again}
    forget_what_left(arrived)
    open_occasions(would_take(arrived, waited_for(), MOST), arrived)


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
