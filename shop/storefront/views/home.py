from __future__ import annotations

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.models import Look, Product, ProductType
from catalog.models.product import ProductQuerySet
from recommender.outfits.understudies import dressed
from shop.storefront.understudy import tonights_understudy

NEW_ARRIVALS, LOOKS = 8, 3


def home(request: HttpRequest) -> HttpResponse:
    page = {
        "understudy": tonights_understudy(),
        "arrivals": newest_of_each_type()[:NEW_ARRIVALS],
        "looks": dressed(list(Look.objects.published().for_card()[:LOOKS])),
    }
    return render(request, "storefront/home.html", page)


def newest_of_each_type() -> ProductQuerySet:
    """A delivery of forty scarves would otherwise be all that is new."""
    newest = Product.objects.active().filter(product_type=OuterRef("pk"))
    one_each = ProductType.objects.annotate(
        newest=Subquery(newest.order_by("-created_at", "-pk").values("pk")[:1])
    )
    return Product.objects.filter(pk__in=one_each.order_by().values("newest")).for_card()
