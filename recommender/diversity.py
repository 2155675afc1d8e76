"""An answer that is not the same thing eight times: brands take turns, and looks do.

A rung is a promise: what looks fresher comes earlier within its rung only. Brands alone reach
across rungs, and never into those of the last resort.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.candidates import Candidate

#: Of so many places in a row, at most so many are of one brand.
IN_A_ROW, OF_ONE_BRAND = 4, 2


@dataclass(frozen=True)
class Variety:
    """How much the answer varies."""

    likeness: float = 1.0  # what the score counts for; the rest is what looks unlike those before
    brands_take_turns: bool = True
    last_resort: int = 1_000_000  # the first rung that is offered only where little else is


USUAL = Variety()


def varied(candidates: Sequence[Candidate], k: int, variety: Variety) -> list[Candidate]:
    """The first `k`, pins foremost, then rung by rung; within one by maximal marginal relevance.

    candidates: best first. Carbonell, Goldstein: "The use of MMR" (1998).
    """
    chosen = [candidate for candidate in candidates if candidate.is_pinned][:k]
    left = [candidate for candidate in candidates if not candidate.is_pinned]
    while left and len(chosen) < k:
        chosen.append(left.pop(following(left, chosen, variety)))
    return chosen


def following(left: Sequence[Candidate], chosen: Sequence[Candidate], variety: Variety) -> int:
    """Which of those left takes the next place."""
    taken = one_too_many(chosen) if variety.brands_take_turns else NOBODY
    bound = variety.last_resort if left[0].rung < variety.last_resort else sys.maxsize
    fits = (at for at, each in enumerate(left) if each.brand_id not in taken and each.rung < bound)
    first = next(fits, 0)
    if variety.likeness == 1.0 or not chosen:
        return first
    level = [at for at in (first, *fits) if standing(left[at]) == standing(left[first])]
    return freshest(left, level, chosen, variety.likeness)


def standing(candidate: Candidate) -> tuple[int, bool]:
    """Its rung; and what a rule buries is the last of it."""
    return candidate.rung, not candidate.pull


NOBODY: frozenset[int | None] = frozenset()


def one_too_many(chosen: Sequence[Candidate]) -> frozenset[int | None]:
    """The brands that have had their turns for now."""
    before = [each.brand_id for each in chosen[-(IN_A_ROW - 1) :]]
    return frozenset(b for b in before if b is not None and before.count(b) >= OF_ONE_BRAND)


def freshest(
    left: Sequence[Candidate], level: Sequence[int], chosen: Sequence[Candidate], likeness: float
) -> int:
    """Of one rung, the best that looks least like what is chosen."""
    seen = np.stack([vector_in(each) for each in chosen])
    here = np.stack([vector_in(left[at]) for at in level])
    weights = np.array([left[at].weight for at in level])
    marginal = likeness * weights - (1 - likeness) * (here @ seen.T).max(1)
    return level[int(marginal.argmax())]


def vector_in(candidate: Candidate) -> np.ndarray:
    if candidate.vector is None:
        raise ValueError(f"candidate {candidate.product_id} came without its vector")
    return candidate.vector
