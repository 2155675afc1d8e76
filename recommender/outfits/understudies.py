"""A stylist's looks as they can be bought today: what is gone is played by its understudy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.models import Look, Product, Variant
from recommender.outfits.complement import Complement, StandIn, total_text
from recommender.outfits.fitting_room import person_of
from recommender.outfits.sizes import Sizes, sizes_of
from recommender.outfits.slots import place_of, places_filled
from recommender.ranking.shopper import ANYBODY, Shopper
from recommender.substitutes import Substitute, substitutes_for

#: Times that substitutes are asked for, for all looks of a page; each costs a few statements. What
#: is gone beyond these is shown as sold out.
MOST = 4
#: Sizes that are tried of one piece where hers is not known.
TRIED = 3
#: Substitutes of each, so that two pieces of a look do not get the same understudy.
EACH = 4


@dataclass(frozen=True)
class DressedLook:
    look: Look
    pieces: tuple[Complement, ...]

    @property
    def stand_ins(self) -> list[Complement]:
        return [piece for piece in self.pieces if piece.stand_in]

    @property
    def total_text(self) -> str:
        return total_text(self.pieces)


def dressed(
    looks: Sequence[Look], shopper: Shopper = ANYBODY, most: int = MOST
) -> list[DressedLook]:
    """Looks that came `for_card()`, with the pieces that are in stock: in her size where known.

    A fixed number of statements at most, however many looks there are.
    """
    products = [[item.product for item in look.items.all()] for look in looks]
    person = person_of(product.gender for some in products for product in some)
    casting = Casting(sizes_of(shopper, person), most)
    dressing = zip(looks, products, strict=True)
    return [DressedLook(look, tuple(casting.pieces(some))) for look, some in dressing]


class Casting:
    """Says who plays each piece of a look: itself, or its understudy as long as some are left."""

    def __init__(self, sizes: Sizes, left: int = MOST) -> None:
        self.sizes, self.left = sizes, left
        self.answers: dict[tuple[int, int], Sequence[Substitute]] = {}

    def pieces(
        self, products: Iterable[Product], reason: str = "", but: Collection[int] = ()
    ) -> Iterator[Complement]:
        """One for each. reason: of those that play themselves; but: keys of whom nobody needs."""
        products = list(products)
        there = {*but, *(product.pk for product in products)}
        for product in products:
            piece = self.itself(product, reason) or self.understudy(product, there)
            there.add(piece.product.pk)
            yield piece

    def itself(self, product: Product, reason: str) -> Complement | None:
        """None where it is gone: in her size, in all, or for good."""
        if not self.sizes.on_offer(product):
            return None
        place = place_of(product.product_type.family)
        return Complement(product, reason, place, self.sizes.chosen(product))

    def understudy(self, product: Product, there: Collection[int]) -> Complement:
        place = place_of(product.product_type.family)
        for gone in self.sizes_to_try(product):
            for substitute in self.substitutes(gone):
                if substitute.product.pk not in there and self.may_play(substitute, product):
                    stand_in = StandIn(gone, substitute.rung)
                    variant = self.variant_of(substitute)
                    return Complement(
                        substitute.product, substitute.reason, place, variant, stand_in
                    )
        return Complement(product, "", place, is_gone=True)

    def sizes_to_try(self, product: Product) -> list[Variant]:
        """Hers, also where it never came in hers; where that is not known, some from the middle."""
        every = list(product.variants.all())
        if hers := self.sizes.on_scale_of(product):
            made = (variant for variant in every if variant.size_id in self.sizes.ids)
            return [next(made, Variant(product=product, size=hers))]
        middle = (len(every) - 1) / 2
        outwards = sorted(range(len(every)), key=lambda at: abs(at - middle))
        return [every[at] for at in outwards[:TRIED]]

    def substitutes(self, gone: Variant) -> Sequence[Substitute]:
        """Those of a piece that is in several looks are asked for once."""
        asked = gone.product_id, gone.size_id
        if asked not in self.answers:
            if not self.left:
                return ()
            self.left -= 1
            self.answers[asked] = substitutes_for(gone, k=EACH)
        return self.answers[asked]

    def may_play(self, substitute: Substitute, product: Product) -> bool:
        """Worn where that is worn and paid in its currency; in that size, or in hers by another
        scale. What is said of another size means nothing to who has named none."""
        families = substitute.product.product_type.family, product.product_type.family
        takes, took = (places_filled([family]) for family in families)
        if takes != took or substitute.product.currency != product.currency:
            return False
        is_known = self.sizes.on_scale_of(product) is not None
        return "size" not in substitute.relaxed and (is_known or not substitute.size_note)

    def variant_of(self, substitute: Substitute) -> Variant | None:
        if self.sizes.on_scale_of(substitute.product):
            return substitute.variant
        return self.sizes.chosen(substitute.product)
