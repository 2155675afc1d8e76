"""The shop's addresses and two more: what a request costs in this shop before it does anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from bench.fragment.bare import bare
from shop import urls
from shop.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def framed(request: HttpRequest) -> HttpResponse:
    return render(request, "framed.html", {"title": "A bare page in the shop's frame"})


urlpatterns = [
    path("bench/within/", bare),
    path("bench/framed/", framed),
    *urls.urlpatterns,
]
