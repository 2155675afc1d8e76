"""A search without any photo: words, of which what is understood acts on the filters as well."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q

from catalog.models import Product
from catalog.models.product import ProductQuerySet
from recommender.wishes import Wish
from recommender.words import search_words
from shop.photo_search.finding import Shelf, lower, other_colours
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters, everything_for_sale


def find_in_words(words: str, filters: Filters, k: int) -> tuple[list[Product], Wish, str]:
    """And what was given up, so that there is anything to show: a colour that she chose in a filter
    never is."""
    shelf = Shelf.read()
    wish = shelf.wish(words)
    found = matches(words, filters, wish, shelf, k)
    if found or filters.colour or not wish.colours:
        return found, wish, ""
    elsewhere = matches(words, filters, replace(wish, colours=()), shelf, k)
    return elsewhere, wish, other_colours(wish) if elsewhere else ""


def matches(words: str, filters: Filters, wish: Wish, shelf: Shelf, k: int) -> list[Product]:
    narrowed = replace(
        filters,
        colour=filters.colour or wish.colours,
        type=filters.type or tuple(each.slug for each in shelf.types if each.name in wish.types),
        price_max=lower(filters.price_max, wish.price_to),
    )
    products = without(wish, narrowed.apply(everything_for_sale()))
    where = replace(
        narrowed.where(),
        other_than=wish.not_colours,
        other_types=shelf.called(wish.not_types),
    )
    return in_order(search_words(wish.wanted or words, products, k, where).product_ids)


def without(wish: Wish, products: ProductQuerySet) -> ProductQuerySet:
    """What she has said she does not want left out."""
    if wish.not_types:
        products = products.exclude(product_type__name__in=wish.not_types)
    if wish.not_colours:
        seen = Q(colour="", shown_colour__in=wish.not_colours)
        products = products.with_shown_colour().exclude(Q(colour__in=wish.not_colours) | seen)
    return products
