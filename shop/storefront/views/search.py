from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Gender, Product, Size
from recommender.words import LONGEST_QUERY, Found, by_words, search_words
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters, everything_for_sale
from shop.storefront.sold_out import all_gone, can_be_had, sold_out

SHOWN = 48


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    filters = Filters.read(request.GET)
    found, products = found_by(text, filters)
    if not products and filters.in_stock:
        # Better what is sold out, said so, with what is like it, than nothing at all.
        found, products = found_by(text, filters.without("in_stock"))
    gone = what_is_gone(text, found, products, filters)
    page = {
        "text": text,
        "filters": filters,
        "products": products,
        "sold_out": sold_out(gone, filters, len(gone)) if gone else None,
        "is_all_gone": all_gone(products, filters),
        "by_meaning": found.by_meaning,
        "genders": Gender.choices,
        "sizes": Size.objects.select_related("scale").order_by("scale__title", "rank", "label"),
    }
    return render(request, "storefront/search.html", page)


def found_by(text: str, filters: Filters) -> tuple[Found, list[Product]]:
    products = filters.apply(everything_for_sale())
    found = search_words(text, products, k=SHOWN, where=filters.where())
    return found, in_order(found.product_ids)


def what_is_gone(
    text: str, found: Found, products: list[Product], filters: Filters
) -> list[Product]:
    """What she named, where all of it is sold out: beside it the encoder always finds something
    that is merely like it. Where nothing says her words, all that was found."""
    if any(product.pk in found.named and can_be_had(product, filters) for product in products):
        return []
    named = found.named
    if text and not named and filters.in_stock:
        everything = filters.without("in_stock").apply(everything_for_sale())
        named = tuple(by_words(text, everything, SHOWN))
    gone = in_order(named) or products
    return gone if all_gone(gone, filters) else []
