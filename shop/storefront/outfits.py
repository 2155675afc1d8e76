"""What a page says of what goes with what: looks to take as they are, single pieces to wear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from catalog.models import Product, Variant
from recommender.ladder.rungs import Mode
from recommender.outfits import Advice, Asked, Complement, CompleteLook, advise, in_turn
from recommender.outfits.complement import total_text
from recommender.outfits.fitting_room import person_of
from shop.bag.shopper import shopper_of
from shop.insight.marks import mark

#: Whole looks on a product's page and on the bag's, and single pieces on a product's.
LOOKS, PIECES = 2, 4


@dataclass(frozen=True)
class OutfitShown:
    """A look as a form: every piece with its size, or with sizes to choose from."""

    title: str
    pieces: tuple[Complement, ...]  # what is added by its button
    reasons: tuple[str, ...]
    is_with_worn: bool  # whether the first piece is what the page is about

    @property
    def for_sale(self) -> list[Complement]:
        return [piece for piece in self.pieces if piece.sizes]

    @property
    def is_one_purchase(self) -> bool:
        """Whether a bag takes all that is for sale: one holds pieces of one currency."""
        return len({piece.product.currency for piece in self.for_sale}) == 1

    @property
    def marked(self) -> Iterator[tuple[Complement, str]]:
        """Each piece, with the mark of an understudy; "" where it stands in for nothing."""
        return ((piece, mark_of(piece)) for piece in self.pieces)

    @property
    def total_text(self) -> str:
        return total_text(self.pieces)


def mark_of(piece: Complement) -> str:
    """As of any substitute, so that it is known later what it stood in for. A size that the garment
    never came in cannot be counted as gone."""
    stand_in = piece.stand_in
    if stand_in is None or stand_in.wanted.pk is None:
        return ""
    return mark(stand_in.wanted.pk, piece.product.pk, stand_in.rung, 1, Mode.CLOSEST)


def outfits_around(garment: Product, chosen: Variant | None, request: HttpRequest) -> dict:
    """For a product's page; what is chosen there is a piece of every look."""
    advice = advise([garment], Asked(shopper=shopper_of(request, garment.gender), k=2, n=LOOKS))
    its = Complement(garment, "", variant=chosen if chosen and chosen.is_in_stock else None)
    worn = [its] if its.sizes and garment.is_active else []
    return {
        "outfits": [as_form(look, worn) for look in advice.looks],
        "complements": beside(advice),
    }


def beside(advice: Advice) -> list[Complement]:
    """Single pieces, first those that are in none of the looks above them."""
    above = {piece.product.pk for look in advice.looks for piece in look.pieces}
    return sorted(in_turn(advice.rows, 12), key=lambda one: one.product.pk in above)[:PIECES]


def outfits_for_bag(products: Sequence[Product], request: HttpRequest) -> dict[str, Any]:
    """What goes with all that lies in the bag; nothing for an empty one."""
    if not products:
        return {}
    each_once = list({product.pk: product for product in products}.values())
    person = person_of(product.gender for product in products)
    advice = advise(each_once, Asked(shopper=shopper_of(request, person), n=1, k=1))
    return {
        "outfits": [as_form(look, []) for look in advice.looks],
        "complements": () if advice.looks else in_turn(advice.rows, PIECES),
    }


def as_form(look: CompleteLook, worn: list[Complement]) -> OutfitShown:
    return OutfitShown(look.title, (*worn, *look.pieces), look.reasons, bool(worn))
