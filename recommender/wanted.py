"""The garment that is gone, with all that looking for its substitutes takes, in one statement."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from catalog.models import Product, Variant
from recommender.candidate_facts import as_candidate
from recommender.candidates import Candidate
from recommender.ladder_settings import LadderSettings
from recommender.search import QueryVector, vector_of


@dataclass(frozen=True)
class Wanted:
    variant: Variant
    query: QueryVector
    settings: LadderSettings
    facts: Candidate

    @property
    def product(self) -> Product:
        return self.variant.product


def wanted(variant: Variant) -> Wanted | None:
    """None while the product has no vector."""
    query = vector_of(variant.product)
    if query is None:
        return None
    prefetch_related_objects([variant.product], "images")  # its colours are looked at below
    return Wanted(variant, query, LadderSettings(), as_candidate(variant.product))
