"""When two products are one model, and when one is but another listing of the other."""

from __future__ import annotations

from recommender.ranking.candidates import Candidate


def is_same_model(one: Candidate, other: Candidate) -> bool:
    """By a person's word, or by the style code: a code is its brand's own, two brands may have the
    same."""
    if one.style_code and one.style_code == other.style_code and one.brand_id == other.brand_id:
        return True
    return other.product_id in one.same_models or one.product_id in other.same_models


def is_same_listing(one: Candidate, other: Candidate) -> bool:
    """Whether it is the garment itself under another number: the same model, and not known to be
    in another colour."""
    return is_same_model(one, other) and not is_another_colour(one, other)


def is_another_colour(one: Candidate, other: Candidate) -> bool:
    """Of two known ones; shops write one colour in many ways."""
    mine, its = one.colour.casefold(), other.colour.casefold()
    return bool(mine and its) and mine != its
