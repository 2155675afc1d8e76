from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Look, Product

NEW_ARRIVALS, LOOKS = 8, 3


def home(request: HttpRequest) -> HttpResponse:
    page = {
        "arrivals": Product.objects.active().for_card()[:NEW_ARRIVALS],
        "looks": Look.objects.published().for_card()[:LOOKS],
    }
    return render(request, "storefront/home.html", page)
