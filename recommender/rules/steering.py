"""Rules applied to an answer: pure, so that a rule can be tried before it is saved.

One rule decides about a product: the first in the order of `in_order` that is about it. A rung is
a promise to the shopper, so a boost lifts a product within its rung and never above it; a pin
alone stands above the rungs. Nothing comes into an answer here: a pin that did not keep every
promise is not among the candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from recommender.models.rule import RuleAction
from recommender.ranking.candidates import Candidate
from recommender.rules.active import ActiveRule, in_order


def steer(
    candidates: Sequence[Candidate], rules: Sequence[ActiveRule], now: datetime | None = None
) -> list[Candidate]:
    """The candidates as the rules want them, best first; in their own order where no rule does.

    candidates: best first. Excluded ones are left out; others say which rule moved them
    (`ruled_by`) and by how much (`pull`).
    """
    decided = decisions(candidates, rules, now or timezone.now())
    if not decided:
        return list(candidates)
    left = [
        ruled(each, decided[each.product_id]) if each.product_id in decided else each
        for each in candidates
        if not is_excluded(decided.get(each.product_id))
    ]
    places = {product: place for place, product in enumerate(pinned(rules))}
    return sorted(left, key=lambda each: order(each, places))


def order(candidate: Candidate, places: dict[int, int]) -> tuple:
    """Pins as they were named; then rung by rung, the best first and what is buried last."""
    if candidate.is_pinned:
        return (0, places[candidate.product_id])
    return (1, candidate.rung, not candidate.pull, -candidate.weight)


def decisions(
    candidates: Sequence[Candidate], rules: Sequence[ActiveRule], now: datetime
) -> dict[int, ActiveRule]:
    """By product: the one rule that decides about it; products that no rule is about are left
    out."""
    decided: dict[int, ActiveRule] = {}
    for rule in in_order(rules):
        for candidate in rule.those_meant(candidates, now):
            decided.setdefault(candidate.product_id, rule)
    return decided


def ruling(
    candidate: Candidate, rules: Sequence[ActiveRule], now: datetime | None = None
) -> ActiveRule | None:
    """The rule that decides about this one product, if any does."""
    return decisions([candidate], rules, now or timezone.now()).get(candidate.product_id)


def is_excluded(rule: ActiveRule | None) -> bool:
    return rule is not None and rule.action == RuleAction.EXCLUDE


def ruled(candidate: Candidate, rule: ActiveRule) -> Candidate:
    is_pinned = rule.action == RuleAction.PIN
    return replace(candidate, ruled_by=rule.name, is_pinned=is_pinned, pull=rule.pull)


def pinned(rules: Sequence[ActiveRule]) -> tuple[int, ...]:
    """The products that are to come first, in this order, where they keep every promise."""
    pins = (rule for rule in in_order(rules) if rule.action == RuleAction.PIN)
    return tuple(dict.fromkeys(product for rule in pins for product in rule.offered_products))
