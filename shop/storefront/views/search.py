from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Gender, Product
from recommender.words import Found, by_words
from shop.storefront.cards import in_order
from shop.storefront.filters import everything_for_sale
from shop.storefront.in_words import MOST_COUNTED, found_by, wider
from shop.storefront.narrowed import Narrowed
from shop.storefront.sold_out import all_gone, can_be_had, sold_out
from shop.storefront.understood import Asked

SHOWN, NEAREST_SHOWN = 48, 24


def search(request: HttpRequest) -> HttpResponse:
    asked = Asked.read(request.GET)
    narrowed = asked.narrowed
    found, products = found_by(asked.wish, narrowed, SHOWN)
    if not products and narrowed.filters.in_stock:
        # Better what is sold out, said so, with what is like it, than nothing at all.
        found, products = found_by(asked.wish, narrowed.with_stock(False), SHOWN)
    gone = what_is_gone(asked, found, products, narrowed)
    is_all_gone = all_gone(products, narrowed.filters)
    page = {
        "asked": asked,
        "text": asked.text,
        "filters": narrowed.filters,
        "products": products,
        "sold_out": sold_out(gone, narrowed.filters, len(gone)) if gone else None,
        "is_all_gone": is_all_gone,
        "by_meaning": found.by_meaning,
        "genders": Gender.choices,
        **(nearest(asked) if is_all_gone or not products else {}),
    }
    return render(request, "storefront/search.html", page)


def what_is_gone(
    asked: Asked, found: Found, products: list[Product], narrowed: Narrowed
) -> list[Product]:
    """What she named, where all of it is sold out: beside it the encoder always finds something
    that is merely like it. Where nothing says her words, all that was found."""
    filters = narrowed.filters
    if any(product.pk in found.named and can_be_had(product, filters) for product in products):
        return []
    named = found.named
    if asked.wish.saying and not named and filters.in_stock:
        everything = narrowed.with_stock(False).apply(everything_for_sale())
        named = tuple(by_words(asked.wish.saying, everything, SHOWN))
    gone = in_order(named) or products
    return gone if all_gone(gone, filters) else []


def nearest(asked: Asked) -> dict[str, Any]:
    """What is in stock without the part of her words that keeps most of it away."""
    offers = wider(asked.filters, asked.heeded, asked.shelf)
    if not offers:
        return {}
    _, products = found_by(asked.wish, offers[0].narrowed, NEAREST_SHOWN)
    return {
        "offers": [(each, asked.ignoring([*asked.ignored, *each.parts])) for each in offers],
        "nearest": products,
        "most_counted": MOST_COUNTED,
    }
