"""The garment that is gone, with all that looking for its substitutes takes, in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from catalog.models import Product, Variant
from catalog.models.cards import cards
from recommender.ladder.settings import SETTINGS, LadderSettings, read_settings
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import MODEL, as_candidate
from recommender.rules import RULES_IN_FORCE, ActiveRule, in_order, read_rules
from recommender.search import VECTOR, QueryVector, vector_of

#: What a product brings along, by the name of the attribute.
BROUGHT = {
    "brought_vector": VECTOR,
    "brought_ladder": SETTINGS,
    "brought_rules": RULES_IN_FORCE,
    "brought_model": MODEL,
}


@dataclass(frozen=True)
class Wanted:
    variant: Variant
    query: QueryVector
    settings: LadderSettings
    rules: tuple[ActiveRule, ...]  # that have a say here, the one that decides first
    facts: Candidate

    @property
    def product(self) -> Product:
        return self.variant.product

    @cached_property
    def least(self) -> float:
        """The cosine below which another colour comes first."""
        return self.settings.least_under(self.query.version, self.product.product_type.name)


def garment_at(slug: str) -> Product | None:
    """The product of that address, for sale or discontinued, with what `wanted` would fetch."""
    once_for_sale = "p.slug = %b AND p.status IN ('active', 'discontinued')"
    return next(cards(once_for_sale, [slug], **BROUGHT), None)


def wanted(variant: Variant, rules: Iterable[ActiveRule] | None = None) -> Wanted | None:
    """None while the product has no vector. rules: instead of those in force."""
    product = variant.product
    bringing = product if "brought_ladder" in product.__dict__ else fetched(product)
    query = vector_of(bringing)
    if query is None:
        return None
    brought = bringing.__dict__["brought_rules"]
    every = read_rules(brought) if rules is None else in_order(rules)
    if bringing is not product:  # its colours are looked at below
        prefetch_related_objects([product], "images")
    return Wanted(
        variant,
        query,
        read_settings(bringing.__dict__["brought_ladder"]),
        tuple(rule for rule in every if rule.is_for(product)),
        as_candidate(product, vector=query.numbers, model=bringing.__dict__["brought_model"]),
    )


def fetched(product: Product) -> Product:
    """What was brought once grows old: it is asked for each time, and kept nowhere."""
    return next(cards("p.id = %b::bigint", [product.pk], **BROUGHT), product)
