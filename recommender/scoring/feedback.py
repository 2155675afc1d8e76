"""What shoppers did with what was offered, as the score learns from it.

What stands first is clicked because it stands first. Position bias is estimated from the rows
themselves, and a click in a place that few look at counts for more.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path

import numpy as np

#: A bag add says more than a click, and so does a thumb, up or down: so many clicks.
BAGGED_COUNTS, THUMB_COUNTS = 3.0, 3.0
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
    thumbs_up: int = 0
    thumbs_down: int = 0

    @property
    def counts(self) -> tuple[int, ...]:
        return self.shown, self.clicked, self.bagged, self.thumbs_up, self.thumbs_down


COLUMNS = tuple(each.name for each in fields(Feedback))
#: Of a file; who has no thumbs to tell of leaves their columns out.
NEEDED = tuple(each.name for each in fields(Feedback) if each.default is MISSING)


def read_feedback(file: Path) -> list[Feedback]:
    """A CSV with a column for each field. Raises OSError, and ValueError that names the line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if missing := set(NEEDED) - set(rows.fieldnames or ()):
            raise ValueError(f"{file}: no column {', '.join(sorted(missing))}")
        names = [name for name in COLUMNS if name in (rows.fieldnames or ())]
        return [feedback(row, names, f"{file}, line {rows.line_num}") for row in rows]


def feedback(row: dict[str, str], names: Sequence[str], where: str) -> Feedback:
    try:
        found = Feedback(**{name: int(row[name]) for name in names})
    except (TypeError, ValueError) as error:
        raise ValueError(f"{where}: whole numbers are expected ({error})") from error
    if found.place < 1 or min(found.counts) < 0:
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
    signs: float  # clicks that the usual pair would have had where this one was shown, and thumbs


def likings(rows: Sequence[Feedback]) -> dict[tuple[int, int], Liking]:
    """By wanted and offered product: clicks and bag adds, by inverse propensity of the place, and
    thumbs, which nobody gives without having looked.

    Drawn towards the usual where a pair was hardly shown. Empty where nobody ever clicked.
    """
    looks = looked_at(rows)
    signs: dict[tuple[int, int], float] = defaultdict(float)
    shown: dict[tuple[int, int], float] = defaultdict(float)
    up: dict[tuple[int, int], float] = defaultdict(float)
    down: dict[tuple[int, int], float] = defaultdict(float)
    for row in rows:
        if row.shown:
            pair = row.wanted, row.offered
            signs[pair] += (row.clicked + (BAGGED_COUNTS - 1) * row.bagged) / looks[row.place]
            shown[pair] += row.shown
            up[pair] += THUMB_COUNTS * row.thumbs_up
            down[pair] += THUMB_COUNTS * row.thumbs_down
    usual = sum(signs.values()) / sum(shown.values()) if shown else 0.0
    if not usual:
        return {}
    return {
        pair: Liking(
            (signs[pair] + up[pair] + PRIOR_CLICKS) / (many * usual + down[pair] + PRIOR_CLICKS),
            many * usual + up[pair] + down[pair],
        )
        for pair, many in shown.items()
    }
