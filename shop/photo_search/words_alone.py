"""A search without any photo, as the API answers it."""

from __future__ import annotations

from catalog.models import Product
from recommender.wishes import Shelf, Wish
from shop.photo_search.finding import other_colours
from shop.storefront.filters import Filters
from shop.storefront.in_words import found_by
from shop.storefront.narrowed import Narrowed


def find_in_words(words: str, filters: Filters, k: int) -> tuple[list[Product], Wish, str]:
    """And what was given up, so that there is anything to show: a colour that she chose in a filter
    never is."""
    shelf = Shelf.read()
    wish = shelf.wish(words)
    _, found = found_by(wish, Narrowed.by(filters, wish, shelf), k)
    if found or filters.colour or not wish.colours:
        return found, wish, ""
    colourless = wish.without(["colours"])
    _, elsewhere = found_by(wish, Narrowed.by(filters, colourless, shelf), k)
    return elsewhere, wish, other_colours(wish) if elsewhere else ""
