from __future__ import annotations

from dataclasses import replace

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.vary import vary_on_headers

from catalog.models import Section
from shop.storefront.facets import facets
from shop.storefront.filters import ORDERS, Filters, everything_for_sale, ordered
from shop.storefront.fragments import wants_fragment
from shop.storefront.paging import CardPages
from shop.storefront.sold_out import SoldOut, all_gone, sold_out

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
    order = query.get("order", "new")
    shown = page_of(filters, order, query)
    if not shown.object_list and filters.in_stock:
        # What is sold out, said so, with what is like it.
        shown = page_of(filters.without("in_stock"), order, query)
    page = {
        "title": title,
        "filters": filters,
        "facets": facets(everything_for_sale(), filters),
        "orders": {key: label for key, (label, _) in ORDERS.items()},
        "order": order,
        "page": shown,
        "sold_out": all_sold_out(shown, filters),
    }
    template = "storefront/_listing.html" if wants_fragment(request) else "storefront/listing.html"
    return render(request, template, page)


def page_of(filters: Filters, order: str, query: QueryDict) -> Page:
    products = ordered(filters.apply(everything_for_sale()), order)
    return CardPages(products, PER_PAGE).get_page(query.get("page"))


def all_sold_out(page: Page, filters: Filters) -> SoldOut | None:
    """Of the whole listing, not of this page alone."""
    products = list(page.object_list)
    if not all_gone(products, filters):
        return None
    in_stock = replace(filters, in_stock=True)
    if page.has_other_pages() and in_stock.apply(everything_for_sale()).exists():
        return None
    return sold_out(products, filters, page.paginator.count)
