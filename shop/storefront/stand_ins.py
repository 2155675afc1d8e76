"""What can stand in for one size that is gone, as a strip of small cards: in the bag and its
notice, on the page of an order and on that of a shopper's alerts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from catalog.models import Variant
from recommender.ladder.rungs import Mode
from recommender.ranking.shopper import Shopper
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


class Offering:
    """Strips of one page: none offers what she has already, no two begin with the same product."""

    def __init__(self, has: Iterable[int] = ()) -> None:
        """has: products."""
        self.leave_out = list(has)

    def strip(self, gone: Variant, k: int = SHOWN, instead_of: int | None = None) -> StandIns:
        shopper = Shopper(leave_out=tuple(self.leave_out))
        cards = cards_of(substitutes_for(gone, k, shopper=shopper), gone, Mode.CLOSEST)
        self.leave_out += [card.product for card in cards[:1]]
        return StandIns(gone.product.title, gone.size.label, cards, instead_of)


def strips_for(gone: Iterable[Variant], has: Iterable[int] = ()) -> list[StandIns]:
    """For the first few of these, those that nothing can stand in for left out."""
    offering = Offering(has)
    strips = [offering.strip(variant) for variant in islice(gone, MOST_STRIPS)]
    return [strip for strip in strips if strip.cards]
