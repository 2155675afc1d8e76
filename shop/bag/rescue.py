"""A way on for a bag line whose last piece somebody else bought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.bag.models import BagLine
from shop.storefront.stand_ins import MOST_STRIPS, SHOWN, StandIns


@dataclass(frozen=True)
class Rescue:
    line: BagLine
    stand_ins: StandIns | None = None

    @property
    def best(self) -> int:
        """Key of the variant that can best take the line's place; 0 where nothing can."""
        cards = self.stand_ins.cards if self.stand_ins else ()
        return cards[0].pk if cards else 0


def rescue(lines: Sequence[BagLine], each: int = SHOWN) -> list[Rescue]:
    """Every line in its order, the first lost ones with what can stand in for them;
    the rest keep their link to the product's own."""
    lost = [line.pk for line in lines if line.is_lost][:MOST_STRIPS]
    return [Rescue(line, stand_ins(line, each) if line.pk in lost else None) for line in lines]


def stand_ins(line: BagLine, k: int) -> StandIns:
    return StandIns.of(line.variant, k, instead_of=line.pk)
