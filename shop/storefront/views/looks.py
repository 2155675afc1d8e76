from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from catalog.models import Look
from recommender.outfits.fitting_room import person_of
from recommender.outfits.understudies import dressed
from shop.bag.shopper import shopper_of
from shop.storefront.outfits import OutfitShown

PER_PAGE = 12


def looks(request: HttpRequest) -> HttpResponse:
    published = Paginator(Look.objects.published().for_card(), PER_PAGE)
    page = published.get_page(request.GET.get("page"))
    return render(request, "storefront/looks.html", {"page": page, "looks": dressed(list(page))})


def look(request: HttpRequest, slug: str) -> HttpResponse:
    outfit = get_object_or_404(Look.objects.published().for_card(), slug=slug)
    person = person_of(item.product.gender for item in outfit.items.all())
    [shown] = dressed([outfit], shopper_of(request, person))
    page = {
        "look": outfit,
        "outfit": OutfitShown("", shown.pieces, (), is_with_worn=False),
        "stand_ins": shown.stand_ins,
    }
    return render(request, "storefront/look.html", page)
