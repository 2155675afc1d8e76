"""A search without any photo: words, of which what is understood acts on the filters as well."""

from __future__ import annotations

from dataclasses import replace

from catalog.models import Product
from recommender.wishes import Wish
from recommender.words import search_words
from shop.photo_search.finding import Shelf, lower
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters, everything_for_sale


def find_in_words(words: str, filters: Filters, k: int) -> tuple[list[Product], Wish]:
    shelf = Shelf.read()
    wish = shelf.wish(words)
    narrowed = replace(
        filters,
        colour=filters.colour or wish.colours,
        type=filters.type or tuple(each.slug for each in shelf.types if each.name in wish.types),
        price_max=lower(filters.price_max, wish.price_to),
    )
    products = narrowed.apply(everything_for_sale())
    found = search_words(words, products, k, narrowed.where())
    return in_order(found.product_ids), wish
