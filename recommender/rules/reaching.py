"""Steering where the list has an end: what a rule takes out is looked for further down."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from recommender.ranking.candidates import Candidate
from recommender.rules.active import ActiveRule
from recommender.rules.steering import steer

#: So many times as many are looked at where a rule has a say: what it lifts may be far down.
STEERED = 5
#: So often more is looked for in the place of what rules took out.
ROUNDS = 3

#: Up to so many candidates, best first, without the products that are taken out.
Look = Callable[[int, Collection[int]], Sequence[Candidate]]


def steered(look: Look, rules: Sequence[ActiveRule], k: int) -> list[Candidate]:
    """The first `k` of what is found, as the rules want it."""
    wider = STEERED if any(rule.reaches_down for rule in rules) else 1
    size, out, left = k, set[int](), list[Candidate]()
    for _ in range(ROUNDS):
        size *= wider
        found = look(size, out)
        left = steer(found, rules)
        gone = {each.product_id for each in found} - {each.product_id for each in left}
        if not gone or len(left) >= k:
            break
        out |= gone
    return left[:k]
