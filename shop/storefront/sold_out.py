"""When everything that was found is sold out: said so, with what is in stock and like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from catalog.models import Product, Variant
from recommender.alike import MOST_ASKED
from recommender.ladder.rungs import Mode
from recommender.substitutes import substitutes_for
from shop.storefront.alike import AlikeCard, alike
from shop.storefront.filters import Filters
from shop.storefront.naming import with_colour
from shop.storefront.substitute_card import SubstituteCard, cards_of

SHOWN = 8


@dataclass(frozen=True)
class SoldOut:
    found: int
    title: str  # of all that were found; "" where they have several
    cards: tuple[SubstituteCard, ...]  # in the size asked for
    alike: list[AlikeCard]  # where no one size was, or nothing can stand in


def all_gone(products: Sequence[Product], filters: Filters) -> bool:
    """Whether none of them can be bought in the sizes asked for. They come as cards show them."""
    return bool(products) and not any(can_be_had(product, filters) for product in products)


def sold_out(products: Sequence[Product], filters: Filters, found: int) -> SoldOut:
    """products: those that are shown first; found: how many there are in all."""
    cards = in_their_place(products, filters.only_size)
    if cards:
        return SoldOut(found, title_of(products, found), cards, [])
    where = filters.where()
    like_them = alike(products, SHOWN, where.sizes or where.made_in)
    return SoldOut(found, title_of(products, found), (), like_them)


def can_be_had(product: Product, filters: Filters) -> bool:
    return any(
        variant.is_in_stock and (not filters.size or variant.size.label in filters.size)
        for variant in product.variants.all()
    )


def title_of(products: Sequence[Product], found: int) -> str:
    if found == 1:
        return with_colour(products[0].title, products[0].visible_colour)
    titles = {product.title for product in products}
    return titles.pop() if len(titles) == 1 and found == len(products) else ""


def in_their_place(gone: Sequence[Product], size: str) -> tuple[SubstituteCard, ...]:
    """Substitutes of the first few in that size, and in no other, by turns."""
    found = (
        cards_of(substitutes_for(variant, SHOWN), variant, Mode.CLOSEST)
        for variant in in_size(gone[:MOST_ASKED], size)
    )
    in_turn = chain.from_iterable(zip_longest(*found))
    by_product: dict[int, SubstituteCard] = {}
    for card in in_turn:
        if card and not card.is_other_size:
            by_product.setdefault(card.product, card)
    return tuple(by_product.values())[:SHOWN]


def in_size(products: Sequence[Product], size: str) -> Iterator[Variant]:
    for product in products:
        yield from (each for each in product.variants.all() if each.size.label == size)
