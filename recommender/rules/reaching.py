"""Steering where the list has an end: what may not be shown is looked for further down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from recommender.ranking.candidates import Candidate
from recommender.rules.active import ActiveRule
from recommender.rules.steering import steer

#: So many times as many where a rule has a say: what it lifts, and what stands behind all that it
#: takes out, may be far down.
STEERED = 5
#: So often more is looked for in the place of what was taken out.
ROUNDS = 3

#: Up to so many candidates, best first, without the products that are taken out.
Look = Callable[[int, Collection[int]], Sequence[Candidate]]


@dataclass(frozen=True)
class Steered:
    left: list[Candidate]  # best first, as the rules want them
    gone: dict[int, Candidate]  # by product: what was taken out


def steered(
    look: Look,
    rules: Sequence[ActiveRule],
    size: int,
    enough: int,
    may_be_shown: Callable[[Candidate], bool] = lambda candidate: True,
) -> Steered:
    """What is found, `size` at first, until so many are left that are `enough`."""
    wider = STEERED if any(rule.reaches_down for rule in rules) else 1
    out: dict[int, Candidate] = {}
    left: list[Candidate] = []
    for _ in range(ROUNDS):
        size *= wider
        found = look(size, out)
        left = steer([each for each in found if may_be_shown(each)], rules)
        kept = {each.product_id for each in left}
        gone = {each.product_id: each for each in found if each.product_id not in kept}
        out |= gone
        if not gone or len(left) >= enough:
            break
    return Steered(left, out)
