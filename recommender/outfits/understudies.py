"""A stylist's looks as they can be bought today: what is gone is played by its understudy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Look, Product, Variant
from recommender.outfits.complement import Complement, total_text
from recommender.outfits.slots import place_of
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.substitutes import Substitute, substitutes_for

#: Substitutes asked for at once, for all looks of a page; each costs a few statements. What is
#: gone beyond these is shown as sold out.
MOST = 4
#: Of each, so that two pieces of a look do not get the same understudy.
EACH = 4


@dataclass(frozen=True)
class DressedLook:
    look: Look
    pieces: tuple[Complement, ...]

    @property
    def stand_ins(self) -> list[Complement]:
        return [piece for piece in self.pieces if piece.instead_of]

    @property
    def total_text(self) -> str:
        return total_text(self.pieces)


def dressed(
    looks: Sequence[Look], shopper: Shopper = ANYBODY, most: int = MOST
) -> list[DressedLook]:
    """Looks that came `for_card()`, with the pieces that are in stock: in her size where known.

    A fixed number of statements at most, however many looks there are.
    """
    casting = Casting(shopper, most)
    return [DressedLook(look, tuple(casting.pieces(look))) for look in looks]


class Casting:
    """Finds understudies, as long as it has some left."""

    def __init__(self, shopper: Shopper, left: int) -> None:
        self.sizes, self.left = {size.pk for size in shopper.sizes}, left

    def pieces(self, look: Look) -> Iterator[Complement]:
        products = [item.product for item in look.items.all()]
        there = {product.pk for product in products}
        for product in products:
            piece = self.as_it_is(product) or self.instead_of(product, there)
            there.add(piece.product.pk)
            yield piece

    def as_it_is(self, product: Product) -> Complement | None:
        """None where it is gone, in her size or in all."""
        every = list(product.variants.all())
        hers = [variant for variant in every if variant.size_id in self.sizes]
        in_stock = [variant for variant in hers or every if variant.is_in_stock]
        if not in_stock:
            return None
        chosen = in_stock[0] if hers or len(every) == 1 else None
        return Complement(product, "", place_of(product.product_type.family), chosen)

    def instead_of(self, product: Product, there: set[int]) -> Complement:
        place, asked = place_of(product.product_type.family), self.gone(product)
        found: Sequence[Substitute] = ()
        if asked and self.left:
            self.left -= 1
            found = substitutes_for(asked, k=EACH)
        for substitute in found:
            if substitute.product.pk not in there:
                chosen = substitute.variant if self.is_known(substitute.variant) else None
                return Complement(substitute.product, substitute.reason, place, chosen, product)
        return Complement(product, "", place)

    def is_known(self, variant: Variant) -> bool:
        """Whether she wears that size, or there is nothing to choose."""
        return variant.size_id in self.sizes or len(variant.product.variants.all()) == 1

    def gone(self, product: Product) -> Variant | None:
        """Her size of it; the middle one, where that is not known."""
        every = list(product.variants.all())
        hers = [variant for variant in every if variant.size_id in self.sizes]
        return hers[0] if hers else (every[len(every) // 2] if every else None)
