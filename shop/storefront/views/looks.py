from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog.models import Look, Product

PER_PAGE = 12


def looks(request: HttpRequest) -> HttpResponse:
    published = Paginator(Look.objects.published().for_card(), PER_PAGE)
    return render(
        request, "storefront/looks.html", {"page": published.get_page(request.GET.get("page"))}
    )


def look(request: HttpRequest, slug: str) -> HttpResponse:
    outfit = get_object_or_404(Look.objects.published(), slug=slug)
    pieces = Product.objects.active().for_card().filter(look_items__look=outfit)
    page = {"look": outfit, "products": pieces.order_by("look_items__position", "pk")}
    return render(request, "storefront/look.html", page)
