"""Which sizes a substitute may be offered in: hers, and said so where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.prepared import fetch
from recommender.product_search import reading
from recommender.ranking.shopper import Shopper
from recommender.ranking.wanted import Wanted


@dataclass(frozen=True)
class Fit:
    size_id: int
    note: str = ""  # in the shopper's words; "" for the very size that she asked for


def hers(wanted: Wanted, shopper: Shopper) -> tuple[Fit, ...]:
    """The asked size first, then what fits her as well on other scales."""
    found: dict[int, Fit] = {}
    for fit in hers_in_turn(wanted, shopper):
        found.setdefault(fit.size_id, fit)
    return tuple(found.values())


def hers_in_turn(wanted: Wanted, shopper: Shopper) -> Iterator[Fit]:
    asked = wanted.variant.size
    yield Fit(asked.pk)
    for known in wanted.settings.equivalents:
        if known.size_id == asked.pk:
            yield Fit(known.other_id, f"{known.name} is {known.other_name}")
    for size in shopper.sizes:
        if size.scale_id != asked.scale_id:
            yield Fit(size.pk, f"In {size.label}, your size there")


#: The next smaller and the next larger size of the scale that garments of the type come in.
BESIDE = """
    WITH used AS (
        SELECT s.id, s.label, s.rank - asked.rank AS apart
        FROM catalog_size asked JOIN catalog_size s ON s.scale_id = asked.scale_id
        WHERE asked.id = %b AND s.rank <> asked.rank AND EXISTS (
            SELECT FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
            WHERE v.size_id = s.id AND p.product_type_id = %b AND p.gender = %b)
    )
    (SELECT id, label, true FROM used WHERE apart > 0 ORDER BY apart, label LIMIT 1)
    UNION ALL
    (SELECT id, label, false FROM used WHERE apart < 0 ORDER BY apart DESC, label LIMIT 1)
"""


def beside(wanted: Wanted) -> tuple[Fit, ...]:
    """One step up and one down, flagged: never hers, and better than nothing."""
    product = wanted.product
    asked = [wanted.variant.size_id, product.product_type_id, product.gender]
    return tuple(
        Fit(size, f"In {label}, one size {'larger' if is_larger else 'smaller'}")
        for size, label, is_larger in fetch(reading(), BESIDE, asked)
    )
