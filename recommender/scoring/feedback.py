"""What shoppers did with what was offered, as the score learns from it.

What stands first is clicked because it stands first. Position bias is estimated from the rows
themselves, and a click in a place that few look at counts for more.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

#: A bag add says more than a click: so many clicks.
BAGGED_COUNTS = 3.0
ROUNDS = 200
#: Clicks at the usual rate that each pair is believed to have had besides its own.
PRIOR_CLICKS = 1.0
#: A place is looked at this often at least, of the first: or one click there would outweigh all.
LEAST_LOOKED_AT = 0.05


@dataclass(frozen=True)
class Feedback:
    """One offered product in one place, in the stead of one wanted. Products by primary key."""

    wanted: int
    offered: int
    place: int  # 1 is the first
    shown: int
    clicked: int
    bagged: int


def read_feedback(file: Path) -> list[Feedback]:
    """A CSV with a column for each field. Raises OSError, and ValueError that names the line."""
    names = [each.name for each in fields(Feedback)]
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := set(names) - set(rows.fieldnames or ()):
            raise ValueError(f"{file}: no column {', '.join(sorted(missing))}")
        return [feedback(row, names, f"{file}, line {rows.line_num}") for row in rows]


def feedback(row: dict[str, str], names: Sequence[str], where: str) -> Feedback:
    try:
        found = Feedback(*(int(row[name]) for name in names))
    except (TypeError, ValueError) as error:
        raise ValueError(f"{where}: whole numbers are expected ({error})") from error
    if found.place < 1 or min(found.shown, found.clicked, found.bagged) < 0:
        raise ValueError(f"{where}: places count from 1, the others from 0")
    return found


def looked_at(rows: Iterable[Feedback]) -> dict[int, float]:
    """How often each place is looked at, of the first one: place -> above 0, at most 1.

    A click takes a look and a liking, their rates multiplied (the position-based model: Richardson
    et al., 2007). The same pair in several places tells the two apart: rates of places and of pairs
    are fitted to the clicks in turn.
    """
    rows = [row for row in rows if row.shown]
    if not any(row.clicked for row in rows):
        return {row.place: 1.0 for row in rows}
    places, at = np.unique([row.place for row in rows], return_inverse=True)
    _, pair = np.unique([(r.wanted, r.offered) for r in rows], axis=0, return_inverse=True)
    shown = np.array([row.shown for row in rows], dtype=np.float64)
    clicked = np.array([row.clicked for row in rows], dtype=np.float64)
    looks = np.ones(len(places))
    for _ in range(ROUNDS):
        seen = np.bincount(pair, shown * looks[at])
        usual = clicked.sum() / (shown * looks[at]).sum()
        liked = (np.bincount(pair, clicked) + PRIOR_CLICKS) / (seen + PRIOR_CLICKS / usual)
        expected = np.bincount(at, shown * liked[pair])
        looks = np.bincount(at, clicked) / np.maximum(expected, 1e-12)
        looks /= max(looks[0], 1e-12)
    bounded = np.clip(looks, LEAST_LOOKED_AT, 1.0)
    return {int(place): float(rate) for place, rate in zip(places, bounded, strict=True)}


@dataclass(frozen=True)
class Liking:
    """What rows say of a pair, once places are made even."""

    against_usual: float  # 1: it is clicked as often as what is usually shown; 2: twice as often
    signs: float  # how many clicks the usual pair would have had where this one was shown


def likings(rows: Sequence[Feedback]) -> dict[tuple[int, int], Liking]:
    """By wanted and offered product: clicks and bag adds, by inverse propensity of the place.

    Drawn towards the usual where a pair was hardly shown. Empty where nobody ever clicked.
    """
    looks = looked_at(rows)
    signs: dict[tuple[int, int], float] = defaultdict(float)
    shown: dict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        if row.shown:
            pair = row.wanted, row.offered
            signs[pair] += (row.clicked + (BAGGED_COUNTS - 1) * row.bagged) / looks[row.place]
            shown[pair] += row.shown
    usual = sum(signs.values()) / sum(shown.values()) if shown else 0.0
    if not usual:
        return {}
    return {
        pair: Liking((signs[pair] + PRIOR_CLICKS) / (many * usual + PRIOR_CLICKS), many * usual)
        for pair, many in shown.items()
    }
