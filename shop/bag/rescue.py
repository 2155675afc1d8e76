"""A way on for a bag line whose last piece somebody else bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.bag.models import BagLine
from shop.storefront.stand_ins import MOST_STRIPS, SHOWN, Offering, StandIns

#: Understudies are looked for for so many lines at once, each of which takes some 20 ms. The rest
#: lead to their products' own pages, and have their turn once she has decided about the first.
MOST_RESCUED = 8


@dataclass(frozen=True)
class Rescue:
    line: BagLine
    stand_ins: StandIns | None = None  # None where none were looked for

    @property
    def best(self) -> int:
        """Key of the variant that can best take the line's place; 0 where nothing can."""
        cards = self.stand_ins.cards if self.stand_ins else ()
        return cards[0].pk if cards else 0


def rescue(lines: Sequence[BagLine], each: int = SHOWN, most: int = MOST_RESCUED) -> list[Rescue]:
    """Every line of a bag in its order, `most` lost ones with what can stand in for them.

    Neither what lies in the bag is offered, nor one product as the best for two lines. The first
    few lines have `each` cards, the others one.
    """
    offering = Offering(line.variant.product_id for line in lines)
    lost = [line for line in lines if line.is_lost][:most]
    found = {
        line.pk: offering.strip(line.variant, each if place < MOST_STRIPS else 1, line.pk)
        for place, line in enumerate(lost)
    }
    return [Rescue(line, found.get(line.pk)) for line in lines]
