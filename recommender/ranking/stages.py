"""From the garment that is gone to the products that are shown in its place, stage by stage.

The ladder finds a pool; the score orders each rung; a merchandiser's rules steer; colourways and
the same picture twice become swatches; brands and looks take turns. Each stage leaves its trace,
so that `why` tells what was done and not what might have been.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial

from recommender.ladder.rungs import FEWEST, NAMES, Mode, Rung, ladder
from recommender.ladder.sizes import Fit, hers
from recommender.ranking.candidates import Candidate
from recommender.ranking.diversity import NOBODY, USUAL, Variety, crowding, varied
from recommender.ranking.grouping import Group, grouped
from recommender.ranking.pool import (
    Climb,
    Pool,
    best_first,
    gather,
    may_stand_in,
    more_by_others,
)
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.ranking.wanted import Wanted
from recommender.rules import Steered, steer, steered

#: So many times what is shown is looked at.
POOL = 3
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

    def fit_of(self, candidate: Candidate) -> Fit:
        """The size that it is offered in."""
        every = (*self.fits, *self.fits_beside)
        return next(fit for fit in every if fit.size_id == candidate.size_id)


@dataclass(frozen=True)
class Found(Steered):
    """What may be shown, and the pool that it was chosen from."""

    pool: Pool


def rank(wanted: Wanted, asked: Asked) -> Ranking:
    fits = hers(wanted, asked.shopper)
    return rank_on(wanted, asked, fits, climbed(wanted, asked, fits))


def rank_on(
    wanted: Wanted, asked: Asked, fits: tuple[Fit, ...], rungs: tuple[Rung, ...]
) -> Ranking:
    """The answer off these rungs. fits: the sizes that are hers."""
    if len(rungs) <= asked.further:
        return Ranking(rungs, fits=fits)
    climb = Climb(wanted, rungs, asked.mode, asked.further)
    found = steered_pool(climb, asked)
    excluded = (each for each in found.gone.values() if may_stand_in(climb, each))
    ranking = Ranking(
        found.pool.rungs,
        excluded=tuple(excluded),
        fits=fits,
        fits_beside=found.pool.sizes,
        variety=Variety(LIKENESS, asked.mode != Mode.SAME_BRAND, last_resort(found.pool.rungs)),
    )
    best = found.left[: POOL * asked.k]
    first = arranged(ranking, asked, best)
    takes_turns = ranking.variety.brands_take_turns
    crowded = crowding([group.best for group in first.shown]) if takes_turns else NOBODY
    if not crowded and len(first.shown) >= asked.k:
        return first
    more = refilled(climb, asked, found, crowded)
    return arranged(ranking, asked, more) if len(more) > len(best) else first


def arranged(ranking: Ranking, asked: Asked, candidates: Sequence[Candidate]) -> Ranking:
    """With the cards that these make, and those of them that are shown."""
    groups = tuple(grouped(candidates, min(FEWEST, asked.k), asked.one_per_model))
    return replace(ranking, groups=groups, shown=shown_of(groups, asked.k, ranking.variety))


def climbed(wanted: Wanted, asked: Asked, fits: Sequence[Fit]) -> tuple[Rung, ...]:
    sizes = tuple(fit.size_id for fit in fits)
    model = tuple(sorted(wanted.facts.same_models))
    rungs = ladder(wanted.variant, asked.mode, wanted.settings, wanted.least, sizes, model)
    if not asked.strict:
        return rungs
    return tuple(rung for rung in rungs if not rung.relaxed)


def steered_pool(climb: Climb, asked: Asked) -> Found:
    pools: list[Pool] = []

    def look(size: int, out: Collection[int]) -> Sequence[Candidate]:
        pools.append(gather(climb, size, {*asked.shopper.leave_out, *out}))
        return pools[-1].candidates

    rules, may_be_shown = climb.wanted.rules, partial(may_stand_in, climb)
    found = steered(look, rules, POOL * asked.k, asked.k, may_be_shown)
    return Found(found.left, found.gone, pools[-1])


def refilled(climb: Climb, asked: Asked, found: Found, brands: frozenset[int]) -> list[Candidate]:
    """All that may be shown, best first, with what there is besides of other brands than these:
    one more look at the same rungs, none of them a last resort, where the pool was full."""
    if not found.pool.is_full:
        return found.left
    rungs = climb.rungs[: last_resort(climb.rungs)]
    known = {*found.gone, *(each.product_id for each in found.pool.candidates)}
    exclude = {*asked.shopper.leave_out, *known}
    more = more_by_others(replace(climb, rungs=rungs), POOL * asked.k, exclude, brands)
    every = [*found.pool.candidates, *more]
    left = [each for each in every if may_stand_in(climb, each)]
    return steer(sorted(left, key=best_first), climb.wanted.rules)


def shown_of(groups: Sequence[Group], k: int, variety: Variety) -> tuple[Group, ...]:
    by_best = {group.best.product_id: group for group in groups}
    best = varied([group.best for group in groups], k, variety)
    return tuple(by_best[each.product_id] for each in best)


def last_resort(rungs: Sequence[Rung]) -> int:
    """The place of the first rung of other types or sizes."""
    beyond = (NAMES["type"], NAMES["size"])
    places = [place for place, rung in enumerate(rungs) if rung.name in beyond]
    return min(places, default=len(rungs))
