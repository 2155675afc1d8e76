from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from catalog.models import Section
from shop.storefront.facets import facets
from shop.storefront.filters import ORDERS, Filters, everything_for_sale, ordered
from shop.storefront.fragments import wants_fragment
from shop.storefront.paging import CardPages

PER_PAGE = 24


def section(request: HttpRequest, section: str) -> HttpResponse:
    """The listing of one section, under an address of its own."""
    if section not in Section.values:
        raise Http404
    query = request.GET.copy()
    query.setlist("section", [section])
    return show(request, query, Section(section).label)


def listing(request: HttpRequest) -> HttpResponse:
    return show(request, request.GET, "Everything")


@vary_on_headers("HX-Request")
def show(request: HttpRequest, query: QueryDict, title: str) -> HttpResponse:
    filters = Filters.read(query)
    products = filters.apply(everything_for_sale())
    order = query.get("order", "new")
    pages = CardPages(ordered(products, order), PER_PAGE)
    page = {
        "title": title,
        "filters": filters,
        "facets": facets(everything_for_sale(), filters),
        "orders": {key: label for key, (label, _) in ORDERS.items()},
        "order": order,
        "page": pages.get_page(query.get("page")),
    }
    template = "storefront/_listing.html" if wants_fragment(request) else "storefront/listing.html"
    return render(request, template, page)
