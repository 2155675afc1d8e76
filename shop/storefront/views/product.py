from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.vary import vary_on_headers

from catalog.models import Product, Variant
from recommender.duplicates.merging import merged_into
from recommender.ladder.rungs import Mode
from recommender.looking_further import Look, look
from recommender.ranking.wanted import garment_at
from shop.insight import noting
from shop.storefront.alike import alike
from shop.storefront.choice import Choice, Wish, drawn
from shop.storefront.fragments import wants_fragment
from shop.storefront.outfits import outfits_around
from shop.storefront.removed import in_stock_instead, remembered

ALIKE = 6


@vary_on_headers("HX-Request")
@cache_control(private=True, no_cache=True)  # what is in stock now, never what was
def product(request: HttpRequest, slug: str) -> HttpResponse:
    garment = garment_at(slug)
    if garment is None:
        return removed(request, slug)
    if not garment.is_active and (kept := merged_into(garment)):
        return redirect(f"{kept.get_absolute_url()}?{request.GET.urlencode()}".rstrip("?"))
    variant, wish = in_size(garment, request.GET.get("size", "")), wish_in(request)
    is_gone = variant is not None and not (variant.make_room() and garment.is_active)
    seen = look(variant, wish.mode, wish.further) if variant and is_gone else Look()
    noting.clicked(request, garment)
    if variant and is_gone:
        noting.looked(request, variant)
    shown = Choice.of(garment, variant, seen, wish, wants_fragment(request))
    offer = request.GET["u"] if noting.came_by(request, garment) else ""
    choice = drawn(shown, request, offer)
    if shown.is_swapped_in:
        return HttpResponse(choice)
    page = {
        "product": garment,
        "variant": variant,
        "shown": shown,
        "choice": choice,
        "alike": alike([garment], ALIKE) if shown.is_gone and not variant else [],
        **outfits_around(garment, variant, request),
        "colourways": colourways(garment),
    }
    return render(request, "storefront/product.html", page)


def removed(request: HttpRequest, slug: str) -> HttpResponse:
    """What it was, and what is like it; on to its page where it only has another address."""
    was = remembered(slug)
    if was is None:
        raise Http404
    if there := Product.objects.filter(pk=was.id).exclude(slug=slug).first():
        return redirect(there, permanent=True)
    size = request.GET.get("size", "").replace("\0", "")
    page = {"was": was, "size": size, "alike": in_stock_instead(was, size)}
    return render(request, "storefront/removed.html", page, status=410)


def wish_in(request: HttpRequest) -> Wish:
    further = request.GET.get("further", "")
    return Wish(
        mode=Mode.named(request.GET.get("mode", "")),
        further=int(further) if further.isdecimal() and len(further) < 3 else 0,
        was_told="back" in request.GET,
    )


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
