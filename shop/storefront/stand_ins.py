"""What can stand in for one size that is gone, as a strip of small cards: in the bag and its
notice, on the page of an order and on that of a shopper's alerts."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.models import Variant
from recommender.ladder import Mode
from recommender.substitutes import substitutes_for
from shop.storefront.substitute_card import SubstituteCard, cards_of

SHOWN = 4


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
