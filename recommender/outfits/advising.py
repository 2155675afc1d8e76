"""All that is said of what goes with a garment or a bag: rows of pieces, and whole looks.

In four statements at most: the looks of a stylist, what could complete an outfit (twice where
little agrees), and the cards of what was chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice

from catalog.models import Product
from catalog.models.cards import cards
from recommender.outfits.assembling import outfits
from recommender.outfits.complement import Complement, CompleteLook, Row, total_of
from recommender.outfits.completing import row_of
from recommender.outfits.fitting_room import FittingRoom, fitting_room, person_of
from recommender.outfits.garment import Garment
from recommender.outfits.looks import Styled, styled
from recommender.outfits.reasons import reason, reasons
from recommender.outfits.sizes import sizes_of
from recommender.outfits.slots import makes_outfits
from recommender.outfits.understudies import Casting
from recommender.ranking.shopper import ANYBODY, Shopper

BY_HAND = "Put together by our stylist"


@dataclass(frozen=True)
class Asked:
    slots: Collection[str] | None = None
    shopper: Shopper = ANYBODY
    k: int = 0  # pieces in each row
    n: int = 0  # whole looks
    budget: Decimal | None = None  # of what is added


@dataclass(frozen=True)
class Advice:
    rows: tuple[Row, ...] = ()
    looks: tuple[CompleteLook, ...] = ()


def advise(products: Sequence[Product], asked: Asked) -> Advice:
    worn = [product for product in products if makes_outfits(product)]
    if not worn:
        return Advice()
    sizes = sizes_of(asked.shopper, person_of(product.gender for product in worn))
    room, made = fitting_room(worn, asked.slots, sizes, asked.shopper.leave_out), styled(worn)
    rows = [row_of(room, place, asked.k) for place in room.places] if asked.k else []
    whole = outfits(room, asked.n, asked.budget) if asked.n else []
    chosen = {room.all[at].pk for some in (*rows, *whole) for at in some}
    ids = chosen.union(*(look.product_ids for look in made))
    desk = Desk(room, worn, asked, shown(ids), Casting(sizes))
    return Advice(desk.rows(made, rows), desk.looks(made, whole))


def shown(ids: Collection[int]) -> dict[int, Product]:
    """As cards show them."""
    found = cards("p.id = ANY(%b::bigint[])", [list(ids)]) if ids else ()
    return {product.pk: product for product in found}


@dataclass(frozen=True)
class Desk:
    """Writes down what was chosen, in words that a shopper reads."""

    room: FittingRoom
    worn: Sequence[Product]
    asked: Asked
    cards: dict[int, Product]
    casting: Casting

    def rows(self, made: Iterable[Styled], rows: Iterable[Sequence[int]]) -> tuple[Row, ...]:
        """A stylist's pieces first, in the stylist's order; those that are gone have no row."""
        found: dict[str, dict[int, Complement]] = {}
        if self.asked.k:
            for look in made:
                for piece in self.pieces_of(look):
                    found.setdefault(piece.place, {}).setdefault(piece.product.pk, piece)
        for place, row in zip(self.room.places, rows, strict=False):
            for piece in self.pieces(row):
                found.setdefault(place, {}).setdefault(piece.product.pk, piece)
        k = self.asked.k
        return tuple(Row(place, tuple(some.values())[:k]) for place, some in found.items())

    def looks(
        self, made: Iterable[Styled], whole: Iterable[Sequence[int]]
    ) -> tuple[CompleteLook, ...]:
        """The stylist's that can be worn in full, then those put together here."""
        by_hand, together = map(self.by_hand, made), map(self.put_together, whole)
        return tuple(islice(filter(None, chain(by_hand, together)), self.asked.n))

    def by_hand(self, look: Styled) -> CompleteLook | None:
        """What is gone is played by its understudy; what she wears in the place of a piece stays
        on. None where a piece is for somebody else or nobody plays it, beyond the budget, and where
        slots were asked for."""
        every = self.products_of(look)
        added = [product for product in every if not self.is_filled(product)]
        person = self.room.person or person_of(product.gender for product in added)
        if not added or self.asked.slots is not None:
            return None
        if not all(self.suits(product, person) for product in added):
            return None
        but = [product.pk for product in self.worn]
        pieces = tuple(self.casting.pieces(added, look.reason, but))
        total, budget = total_of(piece.product for piece in pieces), self.asked.budget
        if any(piece.is_gone for piece in pieces) or (budget is not None and total > budget):
            return None
        kept = ", ".join(product.title for product in every if product not in added)
        said = (BY_HAND, f"Yours in place of {kept}") if kept else (BY_HAND,)
        return CompleteLook(tuple(self.worn), pieces, said, title=look.title)

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

    def pieces_of(self, look: Styled) -> Iterator[Complement]:
        """Of those that are there, what may be worn with what is worn."""
        slots = self.asked.slots
        for product in self.products_of(look):
            if self.suits(product, self.room.person) and not self.is_filled(product):
                piece = self.casting.itself(product, look.reason)
                if piece and (slots is None or piece.place in slots):
                    yield piece

    def products_of(self, look: Styled) -> list[Product]:
        return [self.cards[pk] for pk in look.product_ids if pk in self.cards]

    def suits(self, product: Product, person: str) -> bool:
        """For that person, and paid with the rest."""
        return Garment.of(product).suits(person) and product.currency == self.worn[0].currency

    def is_filled(self, product: Product) -> bool:
        return bool(Garment.of(product).fills & self.room.filled)

    def pieces(self, some: Iterable[int]) -> Iterator[Complement]:
        for one in (self.room.all[at] for at in some):
            product = self.cards.get(one.pk)
            piece = product and self.casting.itself(product, reason(self.room.worn, one))
            if piece:
                yield piece
