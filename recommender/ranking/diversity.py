"""An answer that is not the same thing eight times: brands take turns, and looks do.

A rung is a promise: what looks fresher comes earlier within its rung only. Brands alone reach
across rungs, and never into those of the last resort.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recommender.ranking.candidates import Candidate

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
    weights = variety.likeness * np.array([each.weight for each in candidates])
    repeats = penalties(candidates, variety)
    marginal = np.full(len(candidates), np.inf)  # the first of a level, while nothing is chosen
    chosen: list[int] = []
    pins = [at for at, each in enumerate(candidates) if each.is_pinned]
    left = [at for at, each in enumerate(candidates) if not each.is_pinned]
    while len(chosen) < k and (pins or left):
        if pins:
            best = pins.pop(0)
        else:
            level = next_level(candidates, left, chosen, variety)
            best = level[int(marginal[level].argmax())]
            left.remove(best)
        chosen.append(best)
        marginal = np.minimum(marginal, weights - repeats[best])
    return [candidates[at] for at in chosen]


def penalties(candidates: Sequence[Candidate], variety: Variety) -> np.ndarray:
    """(n, n): what it costs one to look like another."""
    if variety.likeness == 1:
        return np.zeros((len(candidates), len(candidates)))
    return (1 - variety.likeness) * likenesses(candidates)


def likenesses(candidates: Sequence[Candidate]) -> np.ndarray:
    """(n, n) cosines of the candidates' pictures."""
    rows = np.array([vector_in(each) for each in candidates])
    return rows @ rows.T


def next_level(
    candidates: Sequence[Candidate], left: Sequence[int], chosen: Sequence[int], variety: Variety
) -> list[int]:
    """Those that the next place goes to: of the highest rung that brings no brand too many."""
    taken = NOBODY
    if variety.brands_take_turns:
        taken = one_too_many([candidates[at].brand_id for at in chosen[-(IN_A_ROW - 1) :]])
    is_last_resort = candidates[left[0]].rung >= variety.last_resort
    bound = sys.maxsize if is_last_resort else variety.last_resort
    fits = [
        at for at in left if candidates[at].brand_id not in taken and candidates[at].rung < bound
    ] or left
    highest = standing(candidates[fits[0]])
    return [at for at in fits if standing(candidates[at]) == highest]


def standing(candidate: Candidate) -> tuple[int, bool]:
    """Its rung; and what a rule buries is the last of it."""
    return candidate.rung, not candidate.pull


NOBODY: frozenset[int] = frozenset()


def one_too_many(before: Sequence[int | None]) -> frozenset[int]:
    """The brands that have had their turns for now, of the brands of the places before."""
    return frozenset(b for b in before if b is not None and before.count(b) >= OF_ONE_BRAND)


def crowding(shown: Sequence[Candidate]) -> frozenset[int]:
    """The brands that stand somewhere though they have had their turns; pins may."""
    brands = [each.brand_id for each in shown]
    before = (one_too_many(brands[max(0, at - IN_A_ROW + 1) : at]) for at in range(len(shown)))
    free = zip(shown, before, strict=True)
    return frozenset().union(*(taken & {it.brand_id} for it, taken in free if not it.is_pinned))


def vector_in(candidate: Candidate) -> np.ndarray:
    if candidate.vector is None:
        raise ValueError(f"candidate {candidate.product_id} came without its vector")
    return candidate.vector
