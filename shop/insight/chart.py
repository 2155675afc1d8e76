"""Lines over time as SVG, drawn on the server, with the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from shop.insight.funnel import Asked, Count, place_of

WIDTH, HEIGHT = 640, 200  # of the plot, in units of the drawing
MOST_POINTS = 31
STYLES = 9  # kinds of line that the style sheet knows


@dataclass(frozen=True)
class Series:
    name: str
    values: tuple[int, ...]  # one for each of the chart's times
    style: int

    def points(self, top: int) -> str:
        """For a polyline: from the left edge to the right, `top` at the upper edge."""
        step = WIDTH / max(len(self.values) - 1, 1)
        return " ".join(
            f"{place * step:.1f},{HEIGHT - HEIGHT * value / top:.1f}"
            for place, value in enumerate(self.values)
        )


@dataclass(frozen=True)
class Chart:
    key: str  # in addresses within the page
    title: str
    times: tuple[str, ...]
    series: tuple[Series, ...]

    @cached_property
    def top(self) -> int:
        """The upper edge: the next round number."""
        most = max((value for line in self.series for value in line.values), default=0)
        power = 10 ** (len(str(max(most, 1))) - 1)
        return max(4, next(n * power for n in (1, 2, 4, 5, 6, 8, 10) if n * power >= most))

    @property
    def lines(self) -> list[tuple[Series, str]]:
        return [(line, line.points(self.top)) for line in self.series]

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """Numbers beside the left edge, and their height."""
        return [(self.top * n // 4, HEIGHT - HEIGHT * n / 4) for n in range(5)]

    @property
    def rows(self) -> list[tuple[str, tuple[int, ...]]]:
        """The table: each time with its number of every line."""
        return [
            (time, tuple(line.values[place] for line in self.series))
            for place, time in enumerate(self.times)
        ]

    @property
    def last_time(self) -> str:
        return self.times[-1]

    @property
    def summary(self) -> str:
        sums = ", ".join(f"{line.name} {sum(line.values)}" for line in self.series)
        return f"{self.times[0]} to {self.times[-1]}: {sums or 'nothing'}."


def charts(asked: Asked, found: Sequence[Count], steps: Sequence) -> list[Chart]:
    """One for each step, with a line for each rung."""
    days = [asked.since + timedelta(days=day) for day in range(asked.days)]
    span = -(-len(days) // MOST_POINTS)  # days in one point
    times = tuple(said(days[first : first + span]) for first in range(0, len(days), span))
    rungs = sorted({each.rung for each in found if each.rung}, key=place_of)
    return [
        Chart(
            step.value,
            step.label,
            times,
            tuple(
                Series(rung, values(found, step, rung, days, span), number % STYLES + 1)
                for number, rung in enumerate(rungs)
            ),
        )
        for step in steps
    ]


def values(
    found: Sequence[Count], step: str, rung: str, days: Sequence[date], span: int
) -> tuple[int, ...]:
    sums = [0] * -(-len(days) // span)
    for each in found:
        if each.kind == step and each.rung == rung:
            sums[(each.day - days[0]).days // span] += each.count
    return tuple(sums)


def said(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    one = f"{first.day} {first:%b}"
    return one if first == last else f"{one} – {last.day} {last:%b}"
