"""What is said of an outfit: pieces to wear with something, in rows or as whole looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, zip_longest

from catalog.models import Product, Variant
from catalog.money import format_price
from recommender.outfits.slots import Place


@dataclass(frozen=True)
class StandIn:
    wanted: Variant  # that is gone; without a key where the garment never came in her size
    rung: str  # of the ladder that the understudy stands on


@dataclass(frozen=True)
class Complement:
    """Something to wear with what was asked about."""

    product: Product
    reason: str  # in the shopper's words; "" where there is nothing to say
    place: str = ""  # a Place, or the family of what has none
    variant: Variant | None = None  # in stock; None where she has to choose among its sizes
    stand_in: StandIn | None = None  # where it plays a piece of a look that is gone
    is_gone: bool = False  # in her size or in all, and nothing stands in for it

    @property
    def instead_of(self) -> Product | None:
        return self.stand_in.wanted.product if self.stand_in else None

    @property
    def sizes(self) -> list[Variant]:
        """In stock, to choose from."""
        if self.is_gone:
            return []
        return [variant for variant in self.product.variants.all() if variant.is_in_stock]

    @property
    def is_only_size(self) -> bool:
        return len(self.product.variants.all()) == 1


@dataclass(frozen=True)
class Row:
    """What may fill one place of the outfit, best first."""

    place: str
    pieces: tuple[Complement, ...]

    @property
    def label(self) -> str:
        return Place(self.place).label if self.place in Place.values else self.place


@dataclass(frozen=True)
class CompleteLook:
    """Pieces that make an outfit together with what is worn."""

    worn: tuple[Product, ...]
    pieces: tuple[Complement, ...]
    reasons: tuple[str, ...]  # of the outfit as a whole, in the shopper's words
    title: str = ""  # of the stylist's look it is; "" where it was put together by the shop

    @property
    def total(self) -> Decimal:
        """Of the pieces, without what is worn."""
        return total_of(piece.product for piece in self.pieces)

    @property
    def currency(self) -> str:
        return self.pieces[0].product.currency

    @property
    def total_with_worn(self) -> Decimal:
        return self.total + total_of(self.worn)


def total_of(products: Iterable[Product]) -> Decimal:
    return sum((product.price for product in products), Decimal("0.00"))


def total_text(pieces: Iterable[Complement]) -> str:
    """Of those that can be bought, as people write it, of each currency by itself; "" for none."""
    by_currency: dict[str, list[Product]] = {}
    for piece in pieces:
        if piece.sizes:
            by_currency.setdefault(piece.product.currency, []).append(piece.product)
    return " + ".join(format_price(total_of(some), its) for its, some in by_currency.items())


def in_turn(rows: Iterable[Row], most: int) -> tuple[Complement, ...]:
    """The best of each row, then the second of each, and so on, `most` in all."""
    mixed = chain.from_iterable(zip_longest(*(row.pieces for row in rows)))
    return tuple(piece for piece in mixed if piece is not None)[:most]
