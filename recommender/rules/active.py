"""A merchandiser's rule as it is applied: what it does, in whose place, to which products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.models import Product
from recommender.models.rule import STRICTEST_FIRST, RuleAction
from recommender.ranking.candidates import Candidate

#: A boost that names no strength.
USUAL_BOOST = 2.0


@dataclass(frozen=True)
class ActiveRule:
    """An empty field asks nothing; several values of one widen it, several fields narrow it."""

    id: int
    name: str
    action: RuleAction
    priority: int
    strength: float | None = None
    # The garment that is gone.
    wanted_products: tuple[int, ...] = ()
    wanted_types: tuple[int, ...] = ()
    wanted_brands: tuple[int, ...] = ()
    wanted_genders: tuple[str, ...] = ()
    wanted_sections: tuple[str, ...] = ()
    wanted_tags: tuple[str, ...] = ()
    # What is offered in its place.
    offered_products: tuple[int, ...] = ()
    offered_types: tuple[int, ...] = ()
    offered_brands: tuple[int, ...] = ()
    offered_tags: tuple[str, ...] = ()
    margin_from: int | None = None  # per cent of the price
    margin_to: int | None = None
    age_from: int | None = None  # days since the product was made in the shop
    age_to: int | None = None

    @property
    def pull(self) -> float:
        """What a score is multiplied by: 0 for what goes last of its rung."""
        if self.action == RuleAction.BOOST:
            return self.strength or USUAL_BOOST
        if self.action == RuleAction.BURY:
            return 1 / self.strength if self.strength else 0.0
        return 1.0

    @property
    def reaches_down(self) -> bool:
        """Whether it moves or takes out what lies anywhere in an answer; a pin is looked up."""
        return self.action != RuleAction.PIN

    def is_for(self, wanted: Product) -> bool:
        """Whether it has a say in what stands in for this garment."""
        return all(
            (
                meets(wanted.pk, self.wanted_products),
                meets(wanted.product_type_id, self.wanted_types),
                meets(wanted.brand_id, self.wanted_brands),
                meets(wanted.gender, self.wanted_genders),
                meets(wanted.product_type.section, self.wanted_sections),
                meets_any(wanted.tags, self.wanted_tags),
            )
        )

    def those_meant(self, candidates: Iterable[Candidate], now: datetime) -> list[Candidate]:
        """Which of them it is about. Some thousands are asked about at once, so what is not asked
        for costs nothing."""
        if self.action == RuleAction.PIN and not self.offered_products:
            return []  # no form lets it be saved; to show all things first means nothing
        left = list(candidates)
        if self.offered_products:
            left = [each for each in left if each.product_id in self.offered_products]
        if self.offered_types:
            left = [each for each in left if each.product_type_id in self.offered_types]
        if self.offered_brands:
            left = [each for each in left if each.brand_id in self.offered_brands]
        if self.offered_tags:
            left = [each for each in left if meets_any(each.tags, self.offered_tags)]
        return [each for each in left if self.in_margin(each) and self.in_age(each, now)]

    def in_margin(self, candidate: Candidate) -> bool:
        """What is not known to have the margin does not have it."""
        if self.margin_from is None and self.margin_to is None:
            return True
        if candidate.margin is None:
            return False
        per_cent = round(candidate.margin * 100, 6)  # .55 * 100 is a little more than 55
        return within(per_cent, self.margin_from, self.margin_to)

    def in_age(self, candidate: Candidate, now: datetime) -> bool:
        if self.age_from is None and self.age_to is None:
            return True
        return within((now - candidate.created_at).days, self.age_from, self.age_to)


def meets(fact: object, asked: Sequence[object]) -> bool:
    return not asked or fact in asked


def meets_any(tags: Iterable[str], asked: Sequence[str]) -> bool:
    return not asked or not set(asked).isdisjoint(tags)


def within(number: float, least: int | None, most: int | None) -> bool:
    return (least is None or number >= least) and (most is None or number <= most)


def in_order(rules: Iterable[ActiveRule]) -> tuple[ActiveRule, ...]:
    """The one that decides first: by priority, then the stricter, then the older."""
    return tuple(
        sorted(
            rules, key=lambda rule: (-rule.priority, STRICTEST_FIRST.index(rule.action), rule.id)
        )
    )
