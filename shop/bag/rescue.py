"""A way on for a bag line whose last piece somebody else bought."""

from __future__ import annotations

from dataclasses import dataclass

from recommender.substitutes import Substitute, substitutes_for
from shop.bag.models import BagLine

#: Beyond these a page would be all substitutes; the rest keep their link to the product's own.
MOST_RESCUED = 3


@dataclass(frozen=True)
class Rescue:
    line: BagLine
    substitutes: tuple[Substitute, ...] = ()


def rescue(lines: list[BagLine]) -> list[Rescue]:
    """Every line in its order, the first lost ones with what can stand in for them in that size."""
    lost = [line.pk for line in lines if line.is_lost][:MOST_RESCUED]
    return [Rescue(line, stand_ins(line) if line.pk in lost else ()) for line in lines]


def stand_ins(line: BagLine) -> tuple[Substitute, ...]:
    return substitutes_for(line.variant, k=4)
