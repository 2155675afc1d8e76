"""What became of what was offered, rung by rung and day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Max, Sum
from django.db.models.functions import TruncDate
from django.utils.timezone import localdate

from catalog.money import format_price
from recommender.ladder.rungs import CLOSEST, NAMES
from shop.bag.models import OrderLine
from shop.bag.models.order import OrderLineQuerySet
from shop.insight.models import DailyTotal, Event, EventKind
from shop.insight.models.event import midnight
from shop.insight.totals import counted

#: The steps of the funnel, from the widest to the narrowest.
STEPS = (EventKind.SHOWN, EventKind.CLICKED, EventKind.BAGGED, EventKind.ORDERED)
RUNGS = (CLOSEST, *NAMES.values())


@dataclass(frozen=True)
class Asked:
    days: int = 30  # today included
    mode: str = ""
    type: int | None = None

    @property
    def since(self) -> date:
        return localdate() - timedelta(days=self.days - 1)

    @property
    def narrowed(self) -> dict[str, Any]:
        wishes = {"mode": self.mode, "product_type": self.type}
        return {name: wish for name, wish in wishes.items() if wish}


@dataclass(frozen=True)
class Count:
    day: date
    kind: str
    rung: str
    count: int


@dataclass
class RungFunnel:
    rung: str
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def steps(self) -> list[tuple[int, str]]:
        """How many came to each step, and how many in a hundred of those at the first."""
        first = self.counts[STEPS[0]]
        numbers = [self.counts[step] for step in STEPS]
        return [
            (number, share(number, first) if place else "") for place, number in enumerate(numbers)
        ]

    @property
    def thumbs(self) -> str:
        return f"{self.counts[EventKind.THUMB_UP]} up, {self.counts[EventKind.THUMB_DOWN]} down"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def counts(asked: Asked) -> list[Count]:
    """Of the days that were totalled, and of those since, today included, as their events say;
    what was ordered, as the orders say."""
    totals = DailyTotal.objects.filter(day__gte=asked.since, **asked.narrowed)
    steps = totals.exclude(kind=EventKind.ORDERED).order_by().values_list("day", "kind", "rung")
    by_rung = steps.annotate(n=Sum("count"))
    fresh = [Count(each.day, each.kind, each.rung, each.count) for each in since_then(asked)]
    return [Count(*row) for row in by_rung] + fresh + list(ordered(asked))


def since_then(asked: Asked) -> Iterator[DailyTotal]:
    """Each kind of offer of each day that nobody has totalled yet."""
    last = DailyTotal.objects.aggregate(day=Max("day"))["day"]
    first = max(asked.since, last + timedelta(days=1)) if last else asked.since
    for total in counted(Event.objects.since(first).exclude(kind=EventKind.ORDERED)):
        if asked.mode in ("", total.mode) and asked.type in (None, total.product_type_id):
            yield total


def ordered(asked: Asked) -> Iterator[Count]:
    """Each line once, as long as its order is not cancelled."""
    days = lines_of(asked).annotate(day=TruncDate("order__placed_at"))
    for day, rung, count in days.values_list("day", "rung").annotate(n=models.Count("pk")):
        yield Count(day, EventKind.ORDERED, rung, count)


def lines_of(asked: Asked) -> OrderLineQuerySet:
    """What was ordered in the place of something sold out."""
    lines = OrderLine.objects.stand_ins().filter(order__placed_at__gte=midnight(asked.since))
    if asked.mode:
        lines = lines.filter(mode=asked.mode)
    if asked.type:
        lines = lines.filter(stands_in_for__product__product_type=asked.type)
    return lines.order_by()


def funnel(found: Sequence[Count]) -> list[RungFunnel]:
    """A row for each rung on which anything was offered, in the order of the ladder."""
    rows: dict[str, RungFunnel] = {}
    for each in found:
        if each.rung:
            row = rows.setdefault(each.rung, RungFunnel(each.rung))
            row.counts[each.kind] += each.count
    return sorted(rows.values(), key=lambda row: place_of(row.rung))


def all_rungs(rows: Sequence[RungFunnel]) -> RungFunnel:
    return RungFunnel("All", sum((row.counts for row in rows), Counter()))


def place_of(rung: str) -> tuple[int, str]:
    return (RUNGS.index(rung) if rung in RUNGS else len(RUNGS), rung)


def recovered(asked: Asked) -> str:
    """What that came to, in each currency."""
    sums = lines_of(asked).values_list("order__currency")
    money = sums.annotate(money=Sum(F("unit_price") * F("pieces_instead")))
    return ", ".join(format_price(Decimal(sum_), code) for code, sum_ in money) or "nothing yet"
