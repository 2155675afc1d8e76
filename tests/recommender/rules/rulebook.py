"""Rules as a merchandiser would make them, and candidates to try them on."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from recommender.models import RuleAction, SubstitutionRule
from recommender.ranking.candidates import Candidate
from recommender.rules import ActiveRule

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
_numbers = itertools.count(1)


def make_rule(action: str, **facts) -> SubstitutionRule:
    """Saved, and in force unless dates say otherwise."""
    name = facts.pop("name", f"Rule {next(_numbers)}")
    rule = SubstitutionRule(name=name, action=action, **facts)
    rule.full_clean()
    rule.save()
    return rule


def active(action: str, **facts) -> ActiveRule:
    number = next(_numbers)
    facts = {"id": number, "name": f"Rule {number}", "priority": 50, **facts}
    return ActiveRule(action=RuleAction(action), **facts)


def candidate(product_id: int, score: float = 0.5, rung: int = 0, **facts) -> Candidate:
    days = facts.pop("days", 100)
    given = {
        "similarity": score,
        "product_type_id": 1,
        "brand_id": 1,
        "price": Decimal(60),
        "currency": "EUR",
        "created_at": NOON - timedelta(days=days),
        "score": score,
        **facts,
    }
    return Candidate(product_id=product_id, rung=rung, **given)


def order(candidates) -> list[int]:
    return [each.product_id for each in candidates]
