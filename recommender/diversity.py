"""An answer that is not the same thing eight times: brands take turns, and looks do.

A rung is a promise: what looks fresher comes earlier within its rung only. Brands alone reach
across rungs, and never into those of the last resort.
"""

from __future__ import annotations

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
        following = best_of(next_rung(left, chosen, variety), chosen, variety)
        chosen.append(following)
        left.remove(following)
    return chosen


def next_rung(
    left: Sequence[Candidate], chosen: Sequence[Candidate], variety: Variety
) -> list[Candidate]:
    """Those that the next place goes to: of the highest rung that brings no brand too many."""
    open_to_all = [each for each in left if each.rung < variety.last_resort]
    if variety.brands_take_turns:
        fresh = [each for each in open_to_all or left if not is_one_too_many(each, chosen)]
        open_to_all = fresh or open_to_all
    there = open_to_all or left
    highest = min(standing(each) for each in there)
    return [each for each in there if standing(each) == highest]


def standing(candidate: Candidate) -> tuple[int, bool]:
    """Its rung; and what a rule buries is the last of it."""
    return candidate.rung, not candidate.pull


def is_one_too_many(candidate: Candidate, chosen: Sequence[Candidate]) -> bool:
    if candidate.brand_id is None:
        return False
    before = [each.brand_id for each in chosen[-(IN_A_ROW - 1) :]]
    return before.count(candidate.brand_id) >= OF_ONE_BRAND


def best_of(some: Sequence[Candidate], chosen: Sequence[Candidate], variety: Variety) -> Candidate:
    if variety.likeness == 1.0 or not chosen:
        return max(some, key=lambda each: each.weight)
    seen = np.stack([vector_in(each) for each in chosen])
    return max(some, key=lambda each: marginal(each, seen, variety.likeness))


def marginal(candidate: Candidate, seen: np.ndarray, likeness: float) -> float:
    """seen: (n, d) unit rows of what comes before it."""
    nearest = float((seen @ vector_in(candidate)).max())
    return likeness * candidate.weight - (1 - likeness) * nearest


def vector_in(candidate: Candidate) -> np.ndarray:
    if candidate.vector is None:
        raise ValueError(f"candidate {candidate.product_id} came without its vector")
    return candidate.vector
