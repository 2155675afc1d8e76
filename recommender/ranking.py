"""From the garment that is gone to the products that are shown in its place, stage by stage.

The ladder finds a pool; the score orders each rung; a merchandiser's rules steer; colourways and
the same picture twice become swatches; brands and looks take turns. Each stage says what it kept
out, so that `why` tells what was done and not what might have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from recommender.candidates import Candidate
from recommender.diversity import Variety, varied
from recommender.grouping import Group, grouped
from recommender.ladder import FEWEST, NAMES, Mode, Rung, ladder
from recommender.pool import climb_down
from recommender.wanted import Wanted

#: So many times what is shown is looked at.
POOL = 3
#: What the score counts for against looking unlike what comes before; measured: docs/quality.md.
LIKENESS = 1.0


class Stage(StrEnum):
    """What kept a product out that breaks no promise and was found."""

    RULE = "rule"
    SWATCH = "swatch"
    BRAND = "brand"
    VARIETY = "variety"
    PLACE = "place"


@dataclass(frozen=True)
class Decision:
    stage: Stage
    rule: str = ""  # its name
    other: int | None = None  # the product that it is a swatch of


@dataclass(frozen=True)
class Ranking:
    rungs: tuple[Rung, ...] = ()
    shown: tuple[Group, ...] = ()
    kept_out: dict[int, Decision] = field(default_factory=dict)  # by product


def rank(
    wanted: Wanted,
    k: int,
    strict: bool = False,
    mode: Mode = Mode.CLOSEST,
) -> Ranking:
    rungs = ladder(wanted.variant, mode, wanted.settings)
    if strict:
        rungs = tuple(rung for rung in rungs if not rung.relaxed and not rung.is_of_its_model)
    if not rungs:
        return Ranking()
    candidates = scored(wanted, climb_down(wanted, rungs, POOL * k, exclude=[]))
    groups = grouped(candidates, min(FEWEST, k))
    return chosen(groups, rungs, k, mode)


def scored(wanted: Wanted, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Each with its score, best first on each rung."""
    with_score = (replace(each, score=each.similarity) for each in candidates)
    return sorted(with_score, key=lambda each: (each.rung, -each.weight, each.product_id))


def chosen(groups: Sequence[Group], rungs: tuple[Rung, ...], k: int, mode: Mode) -> Ranking:
    variety = Variety(LIKENESS, mode != Mode.SAME_BRAND, last_resort(rungs))
    by_best = {group.best.product_id: group for group in groups}
    shown = varied([group.best for group in groups], k, variety)
    return Ranking(rungs, tuple(by_best[each.product_id] for each in shown))


def last_resort(rungs: Sequence[Rung]) -> int:
    """The place of the first rung of other types or sizes."""
    beyond = (NAMES["type"], NAMES["size"])
    places = [place for place, rung in enumerate(rungs) if rung.name in beyond]
    return min(places, default=len(rungs))
