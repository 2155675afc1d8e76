"""All that is said of what goes with a garment or a bag: rows of pieces, and whole looks.

In four statements at most: the looks of a stylist, what could complete an outfit (twice where
little agrees), and the cards of what was chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from catalog.models import Product, Variant
from catalog.models.cards import cards
from recommender.outfits.assembling import outfits
from recommender.outfits.complement import Complement, CompleteLook, Row, total_of
from recommender.outfits.completing import row_of
from recommender.outfits.fitting_room import FittingRoom, fitting_room
from recommender.outfits.garment import Garment
from recommender.outfits.looks import Styled, styled
from recommender.outfits.reasons import reason, reasons
from recommender.outfits.slots import makes_outfits
from recommender.ranking.shopper import ANYBODY, Shopper


@dataclass(frozen=True)
class Asked:
    slots: Collection[str] | None = None
    shopper: Shopper = ANYBODY
    k: int = 0  # pieces in each row
    n: int = 0  # whole looks
    budget: Decimal | None = None  # of what is added

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(size.pk for size in self.shopper.sizes)


@dataclass(frozen=True)
class Advice:
    rows: tuple[Row, ...] = ()
    looks: tuple[CompleteLook, ...] = ()


def advise(products: Sequence[Product], asked: Asked) -> Advice:
    worn = [product for product in products if makes_outfits(product)]
    if not worn:
        return Advice()
    room, made = fitting_room(worn, asked.slots, asked.shopper), styled(worn)
    rows = [row_of(room, place, asked.k) for place in room.places] if asked.k else []
    whole = outfits(room, asked.n, asked.budget) if asked.n else []
    chosen = {room.all[at].pk for some in (*rows, *whole) for at in some}
    ids = chosen.union(*(look.product_ids for look in made))
    desk = Desk(room, worn, asked, shown(ids, asked.sizes))
    return Advice(desk.rows(made, rows), desk.looks(made, whole))


def shown(ids: Collection[int], sizes: Collection[int]) -> dict[int, Product]:
    """As cards show them, those that are in stock for her."""
    found = cards("p.id = ANY(%b::bigint[]) AND p.status = 'active'", [list(ids)]) if ids else ()
    return {product.pk: product for product in found if fits(product, sizes)}


def fits(product: Product, sizes: Collection[int]) -> bool:
    """In stock in her size where she has one on its scale, otherwise in any."""
    there = [variant for variant in product.variants.all() if variant.is_in_stock]
    hers = [v for v in product.variants.all() if v.size_id in sizes]
    return any(variant in there for variant in hers) if hers else bool(there)


def her_variant(product: Product, sizes: Collection[int]) -> Variant | None:
    """The one that she would buy; None where she has to choose."""
    every = list(product.variants.all())
    there = [variant for variant in every if variant.is_in_stock]
    hers = [variant for variant in there if variant.size_id in sizes]
    return hers[0] if hers else (there[0] if there and len(every) == 1 else None)


@dataclass(frozen=True)
class Desk:
    """Writes down what was chosen, in words that a shopper reads."""

    room: FittingRoom
    worn: Sequence[Product]
    asked: Asked
    cards: dict[int, Product]

    def rows(self, made: Iterable[Styled], rows: Iterable[Sequence[int]]) -> tuple[Row, ...]:
        """A stylist's pieces first, in the stylist's order."""
        found: dict[str, dict[int, Complement]] = {}
        if self.asked.k:
            for look in made:
                for piece in self.pieces_of(look):
                    if self.asked.slots is None or piece.place in self.asked.slots:
                        found.setdefault(piece.place, {}).setdefault(piece.product.pk, piece)
        for place, row in zip(self.room.places, rows, strict=False):
            for piece in self.pieces(row):
                found.setdefault(place, {}).setdefault(piece.product.pk, piece)
        k = self.asked.k
        return tuple(Row(place, tuple(some.values())[:k]) for place, some in found.items())

    def looks(
        self, made: Iterable[Styled], whole: Iterable[Sequence[int]]
    ) -> tuple[CompleteLook, ...]:
        """The stylist's that are there in full, then those put together here."""
        if not self.asked.n:
            return ()
        by_hand = [self.by_hand(look) for look in made if self.is_there(look)]
        together = (self.put_together(some) for some in whole)
        both = [*by_hand, *(look for look in together if look)]
        return tuple(both[: self.asked.n])

    def is_there(self, look: Styled) -> bool:
        """In full, within the budget, and not asked for in other slots."""
        pieces = [self.cards.get(pk) for pk in look.product_ids]
        if not pieces or None in pieces or self.asked.slots is not None:
            return False
        budget = self.asked.budget
        return budget is None or total_of(filter(None, pieces)) <= budget

    def by_hand(self, look: Styled) -> CompleteLook:
        return CompleteLook(
            tuple(self.worn), tuple(self.pieces_of(look)), ("Put together by our stylist",),
            title=look.title,
        )  # fmt: skip

    def put_together(self, some: Sequence[int]) -> CompleteLook | None:
        """None where one of its pieces was bought just now."""
        outfit = [*self.room.worn, *(self.room.all[at] for at in some)]
        pieces = tuple(self.pieces(some))
        if len(pieces) < len(some):
            return None
        total, currency = total_of(piece.product for piece in pieces), self.worn[0].currency
        return CompleteLook(
            tuple(self.worn), pieces, reasons(outfit, total, currency, self.asked.budget)
        )

    def pieces_of(self, look: Styled) -> Iterable[Complement]:
        products = (self.cards[pk] for pk in look.product_ids if pk in self.cards)
        return (self.piece(each, Garment.of(each).place, look.reason) for each in products)

    def pieces(self, some: Iterable[int]) -> Iterable[Complement]:
        for one in (self.room.all[at] for at in some):
            if one.pk in self.cards:
                words = reason(self.room.worn, one)
                yield self.piece(self.cards[one.pk], one.place, words)

    def piece(self, product: Product, place: str, words: str) -> Complement:
        return Complement(product, words, place, her_variant(product, self.asked.sizes))
