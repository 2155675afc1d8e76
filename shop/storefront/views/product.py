from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from catalog.models import Product, Variant
from recommender.ladder import Mode
from recommender.outfits import complements_for
from recommender.search import garment_with_vector
from recommender.substitutes import substitutes_for
from shop.insight import noting
from shop.storefront.choice import CHOICE, Choice
from shop.storefront.fragments import wants_fragment


@vary_on_headers("HX-Request")
@cache_control(private=True, no_cache=True)  # what is in stock now, never what was
def product(request: HttpRequest, slug: str) -> HttpResponse:
    garment = garment_with_vector(slug)
    if garment is None:
        raise Http404
    variant = in_size(garment, request.GET.get("size", ""))
    mode = Mode.named(request.GET.get("mode", ""))
    is_gone = variant is not None and not variant.make_room()
    substitutes = substitutes_for(variant, mode=mode) if variant and is_gone else ()
    noting.clicked(request, garment)
    if variant and is_gone:
        noting.looked(request, variant)
    shown = Choice.of(garment, variant, substitutes, mode, wants_fragment(request))
    choice = CHOICE.for_shopper(shown, request)
    if shown.is_swapped_in:
        return HttpResponse(choice)
    page = {
        "product": garment,
        "variant": variant,
        "choice": choice,
        "complements": complements_for(garment),
        "colourways": colourways(garment),
    }
    return render(request, "storefront/product.html", page)


def in_size(garment: Product, label: str) -> Variant | None:
    """The garment in that size; in its only size, where there is nothing to choose."""
    variants = list(garment.variants.all())
    if len(variants) == 1:
        return variants[0]
    return next((variant for variant in variants if variant.size.label == label), None)


def colourways(garment: Product) -> list[Product]:
    """The same model in its other colours."""
    if not garment.style_code:
        return []
    same_model = Product.objects.active().for_card().filter(style_code=garment.style_code)
    return list(same_model.exclude(pk=garment.pk).order_by("colour", "pk")[:8])
