"""Merchandising rules: what people decide about substitutes, within what is promised to shoppers.

A rule pins, boosts, buries or excludes products among the answers for some garments. It is applied
to products that already kept every hard promise, so no rule can break one.
"""

from recommender.rules.active import ActiveRule, in_order
from recommender.rules.loading import RULES_IN_FORCE, read_rules, rules_in_force
from recommender.rules.reaching import Steered, steered
from recommender.rules.steering import pinned, ruling, steer

__all__ = [
    "RULES_IN_FORCE",
    "ActiveRule",
    "Steered",
    "in_order",
    "pinned",
    "read_rules",
    "rules_in_force",
    "ruling",
    "steer",
    "steered",
]
