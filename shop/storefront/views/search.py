from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Gender, Size
from recommender.words import LONGEST_QUERY, search_words
from shop.storefront.cards import in_order
from shop.storefront.filters import Filters, everything_for_sale

SHOWN = 48


def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    filters = Filters.read(request.GET)
    found = search_words(text, filters.apply(everything_for_sale()), k=SHOWN, where=filters.where())
    page = {
        "text": text,
        "filters": filters,
        "products": in_order(found.product_ids),
        "by_meaning": found.by_meaning,
        "genders": Gender.choices,
        "sizes": Size.objects.select_related("scale").order_by("scale__title", "rank", "label"),
    }
    return render(request, "storefront/search.html", page)
