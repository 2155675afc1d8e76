"""From the garment that is gone to the products that are shown in its place, stage by stage.

The ladder finds a pool; the score orders each rung; a merchandiser's rules steer; colourways and
the same picture twice become swatches; brands and looks take turns. Each stage leaves its trace,
so that `why` tells what was done and not what might have been.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recommender.ladder.rungs import FEWEST, NAMES, Mode, Rung, ladder
from recommender.ladder.sizes import Fit, hers
from recommender.ranking.candidates import Candidate
from recommender.ranking.diversity import USUAL, Variety, varied
from recommender.ranking.grouping import Group, grouped
from recommender.ranking.pool import Pool, gather, is_same_listing
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.ranking.wanted import Wanted
from recommender.rules import steer

#: So many times what is shown is looked at.
POOL = 3
#: So many times as many where a rule has a say: what it lifts, and what stands behind all that it
#: takes out, may be far down.
STEERED = 5
#: So often more is looked for in the place of what rules and duplicates took out.
ROUNDS = 3
#: What the score counts for against looking unlike what comes before; measured: docs/quality.md.
LIKENESS = 0.9


@dataclass(frozen=True)
class Asked:
    """What is asked for in the garment's place."""

    k: int = 8
    strict: bool = False  # no wish is given up
    mode: Mode = Mode.CLOSEST
    shopper: Shopper = ANYBODY
    further: int = 0  # rungs that are left out from above
    one_per_model: bool = True


@dataclass(frozen=True)
class Ranking:
    rungs: tuple[Rung, ...] = ()
    shown: tuple[Group, ...] = ()
    groups: tuple[Group, ...] = ()  # shown or not, best first
    excluded: tuple[Candidate, ...] = ()  # by a rule
    fits: tuple[Fit, ...] = ()  # sizes that are hers
    fits_beside: tuple[Fit, ...] = ()  # and of the last rung
    variety: Variety = USUAL

    def fits_of(self, candidate: Candidate) -> tuple[Fit, ...]:
        """The sizes that it may be offered in, the best first."""
        is_beside = self.rungs[candidate.rung].name == NAMES["size"]
        return self.fits_beside if is_beside else self.fits


def rank(wanted: Wanted, asked: Asked) -> Ranking:
    fits = hers(wanted, asked.shopper)
    rungs = climbed(wanted, asked, fits)
    if len(rungs) <= asked.further:
        return Ranking(rungs)
    pool, steered, excluded = steered_pool(wanted, asked, rungs)
    groups = tuple(grouped(steered, min(FEWEST, asked.k), asked.one_per_model))
    variety = Variety(LIKENESS, asked.mode != Mode.SAME_BRAND, last_resort(pool.rungs))
    shown = shown_of(groups, asked.k, variety)
    return Ranking(pool.rungs, shown, groups, excluded, fits, pool.sizes, variety)


def climbed(wanted: Wanted, asked: Asked, fits: Sequence[Fit]) -> tuple[Rung, ...]:
    sizes = tuple(fit.size_id for fit in fits)
    rungs = ladder(wanted.variant, asked.mode, wanted.settings, wanted.least, sizes)
    if not asked.strict:
        return rungs
    return tuple(rung for rung in rungs if not rung.relaxed)


def steered_pool(
    wanted: Wanted, asked: Asked, rungs: tuple[Rung, ...]
) -> tuple[Pool, list[Candidate], tuple[Candidate, ...]]:
    """The pool, what of it may be shown, best first, and what a rule took out of it."""
    out: dict[int, Candidate] = {}
    wider = STEERED if any(rule.reaches_down for rule in wanted.rules) else 1
    size = POOL * asked.k
    for _ in range(ROUNDS):
        size *= wider
        exclude = {*asked.shopper.leave_out, *out}
        pool = gather(wanted, rungs, size, asked.further, exclude)
        others = [each for each in pool.candidates if not is_same_listing(wanted.facts, each)]
        steered = steer(others, wanted.rules)
        left = {each.product_id for each in steered}
        gone = [each for each in pool.candidates if each.product_id not in left]
        out |= {each.product_id: each for each in gone}
        if not gone or len(steered) >= asked.k:
            break
    excluded = (each for each in out.values() if not is_same_listing(wanted.facts, each))
    return pool, steered[: POOL * asked.k], tuple(excluded)


def shown_of(groups: Sequence[Group], k: int, variety: Variety) -> tuple[Group, ...]:
    by_best = {group.best.product_id: group for group in groups}
    best = varied([group.best for group in groups], k, variety)
    return tuple(by_best[each.product_id] for each in best)


def last_resort(rungs: Sequence[Rung]) -> int:
    """The place of the first rung of other types or sizes."""
    beyond = (NAMES["type"], NAMES["size"])
    places = [place for place, rung in enumerate(rungs) if rung.name in beyond]
    return min(places, default=len(rungs))
