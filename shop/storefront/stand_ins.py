"""What can stand in for one size that is gone, as a strip of small cards: in the bag and its
notice, on the page of an order and on that of a shopper's alerts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from catalog.models import Variant
from recommender.ladder.rungs import Mode
from recommender.substitutes import substitutes_for
from shop.storefront.substitute_card import SubstituteCard, cards_of

SHOWN = 4
#: Beyond these a page would be all substitutes.
MOST_STRIPS = 3


@dataclass(frozen=True)
class StandIns:
    title: str  # of the garment that is gone
    size: str
    cards: tuple[SubstituteCard, ...]
    instead_of: int | None  # the bag line whose place they can take

    @classmethod
    def of(cls, gone: Variant, k: int = SHOWN, instead_of: int | None = None) -> StandIns:
        return cls(
            title=gone.product.title,
            size=gone.size.label,
            cards=cards_of(substitutes_for(gone, k), gone, Mode.CLOSEST),
            instead_of=instead_of,
        )


def strips_for(gone: Iterable[Variant]) -> list[StandIns]:
    """For the first few of these, those that nothing can stand in for left out."""
    strips = (StandIns.of(variant) for variant in islice(gone, MOST_STRIPS))
    return [strip for strip in strips if strip.cards]
