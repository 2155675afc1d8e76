"""A rule tried before it is saved: what it would change where shoppers look most."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from catalog.models import Product, Variant
from recommender.models import RuleAction, SubstitutionRule
from recommender.rules.active import ActiveRule, in_order
from recommender.rules.loading import rules_in_force
from recommender.rules.sample import sold_out_to_try
from recommender.substitutes import Substitute, substitutes_for

TRIED_ON = 50
SHOWN = 8
#: A rule without a key yet is younger than all others.
YOUNGEST = sys.maxsize


@dataclass(frozen=True)
class SwatchPlace:
    """Another colour on a card, and what the rule did to it."""

    product: Product
    change: str  # "new", "gone" or "": as it was


@dataclass(frozen=True)
class Place:
    """A product in an answer, and what the rule did to it there."""

    substitute: Substitute
    change: str  # "new", "gone", "earlier", "later" or "": as it was
    swatches: tuple[SwatchPlace, ...]


@dataclass(frozen=True)
class Difference:
    variant: Variant
    before: tuple[Place, ...]
    after: tuple[Place, ...]


@dataclass(frozen=True)
class Trial:
    tried_on: int
    differences: tuple[Difference, ...]

    @property
    def unchanged(self) -> int:
        return self.tried_on - len(self.differences)


def try_rule(rule: SubstitutionRule) -> Trial:
    """What the shop would answer with this rule, saved or not, as if it were in force today.

    Nothing is written. Of a saved rule, what is in force of it gives way to what is tried; what is
    switched off is in force on no day.
    """
    tried = [as_active(rule)] if rule.is_active else []
    variants = sold_out_to_try(TRIED_ON)
    found = (difference(variant, rule.pk, tried) for variant in variants)
    return Trial(len(variants), tuple(each for each in found if each))


def as_active(rule: SubstitutionRule) -> ActiveRule:
    facts = {field.name: getattr(rule, field.name) for field in fields(ActiveRule)}
    facts |= {name: tuple(value) for name, value in facts.items() if isinstance(value, list)}
    facts["id"] = rule.pk or YOUNGEST
    facts["action"] = RuleAction(rule.action)
    facts["strength"] = float(rule.strength) if rule.strength else None
    return ActiveRule(**facts)


def difference(
    variant: Variant, number: int | None, tried: Sequence[ActiveRule]
) -> Difference | None:
    """None where the answer stays the same. number: of the saved rule that gives way, if any."""
    now = rules_in_force(variant.product)
    others = [rule for rule in now if rule.id != number]
    then = in_order([*others, *(rule for rule in tried if rule.is_for(variant.product))])
    if then == now:
        return None
    before = substitutes_for(variant, SHOWN, rules=now)
    after = substitutes_for(variant, SHOWN, rules=then)
    if cards(before) == cards(after):
        return None
    return Difference(variant, tuple(left(before, after)), tuple(arrived(before, after)))


def keys(answer: Sequence[Substitute]) -> list[int]:
    return [each.product.pk for each in answer]


def cards(answer: Sequence[Substitute]) -> list[tuple[int, ...]]:
    """Each with its swatches, as they are shown."""
    return [(each.product.pk, *(swatch.pk for swatch in each.swatches)) for each in answer]


def left(before: Sequence[Substitute], after: Sequence[Substitute]) -> Iterator[Place]:
    stayed = set(keys(after))
    for each in before:
        change = "" if each.product.pk in stayed else "gone"
        yield Place(each, change, swatches(each, after, "gone"))


def arrived(before: Sequence[Substitute], after: Sequence[Substitute]) -> Iterator[Place]:
    was, now = among(keys(before), keys(after)), among(keys(after), keys(before))
    for each in after:
        change = move(was.get(each.product.pk), now.get(each.product.pk))
        yield Place(each, change, swatches(each, before, "new"))


def swatches(
    card: Substitute, other: Sequence[Substitute], otherwise: str
) -> tuple[SwatchPlace, ...]:
    """otherwise: what is said of one that the other answer has neither as a swatch nor a card."""
    there = {product for each in cards(other) for product in each}
    return tuple(
        SwatchPlace(product, "" if product.pk in there else otherwise) for product in card.swatches
    )


def among(answer: Sequence[int], other: Sequence[int]) -> dict[int, int]:
    """Places among the products that are in both: what one newcomer pushed down has not moved."""
    both = [product for product in answer if product in other]
    return {product: place for place, product in enumerate(both)}


def move(was: int | None, now: int | None) -> str:
    if was is None or now is None:
        return "new"
    return "earlier" if now < was else "later" if now > was else ""
