"""The bag: looking in, putting in, changing, taking out."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from catalog.models import Product, Variant
from shop.bag.carrying import bag_for, bag_of
from shop.bag.forms import PutInBagForm
from shop.bag.holding import contents_of, give_back_surplus
from shop.bag.missed import miss
from shop.bag.models import Bag, BagLine, MixedCurrencies
from shop.bag.models.bag import price_text, total_of
from shop.bag.rescue import rescue
from shop.bag.swapping import swap
from shop.bag.views.notice import is_on_bag, said_by
from shop.insight import noting
from shop.storefront.outfits import outfits_for_bag

SOLD_OUT = "That size has just sold out. These can stand in for it."
SOLD_OUT_TOO = "{variant} has just sold out too. Nothing was changed in your bag."
ALL_YOURS = "All that are left of it are in your bag already."
OTHER_CURRENCY = "Your bag holds pieces in another currency. Order those first, then this one."


@never_cache
def bag(request: HttpRequest) -> HttpResponse:
    carried = bag_of(request)
    lines = contents_of(carried) if carried else []
    payable = [line for line in lines if not line.is_lost]
    rescues = rescue(lines)
    page = {
        "rescues": rescues,
        "shown": said_by(rescues),
        "total": price_text(payable, total_of(payable)),
        **outfits_for_bag([line.variant.product for line in payable], request),
        "is_orderable": bool(lines) and not any(line.is_short for line in lines),
    }
    return render(request, "bag/bag.html", page)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = PutInBagForm(request.POST)
    if not form.is_valid():
        raise Http404
    variant, instead_of = buyable(form.cleaned_data["variant"]), form.cleaned_data["instead_of"]
    if not variant.make_room():
        return refuse(request, variant, bool(instead_of))
    bag = bag_for(request)
    try:
        line = swap(bag, instead_of, variant) if instead_of else bag.add(variant)
    except MixedCurrencies:
        return send(request, reverse("bag"), OTHER_CURRENCY)
    noting.bagged(request, line)
    return answer(request, line, bool(instead_of))


@require_POST
@transaction.atomic
def change_quantity(request: HttpRequest, number: int) -> HttpResponse:
    line = line_of(request, number)
    quantity = request.POST.get("quantity", "")
    if quantity.isdecimal() and len(quantity) < 4:
        line.change_to(int(quantity))
        give_back_surplus(line.bag)
    return redirect("bag")


@require_POST
@transaction.atomic
def remove(request: HttpRequest, number: int) -> HttpResponse:
    line = line_of(request, number)
    miss(request, line)
    line.delete()
    give_back_surplus(line.bag)
    messages.success(request, f"{line.variant.product} in {line.variant.size} is out of your bag.")
    return redirect("bag")


def buyable(number: int) -> Variant:
    """A variant of a product that the shop sells, or 404."""
    variants = Variant.objects.select_related("product", "size")
    return get_object_or_404(variants, pk=number, product__in=Product.objects.active())


def is_held(request: HttpRequest, variant: Variant) -> bool:
    """Whether the last pieces are gone because this shopper herself holds them at the till."""
    bag = bag_of(request)
    return bag is not None and variant.reservations.of(bag.holder).exists()


def line_of(request: HttpRequest, number: int) -> BagLine:
    """The line, if it is in this shopper's own bag, or 404. The bag's row is locked."""
    bag = bag_of(request)
    locked = Bag.objects.select_for_update().filter(pk=bag.pk).first() if bag else None
    lines = BagLine.objects.select_related("bag", "variant__product", "variant__size")
    return get_object_or_404(lines, pk=number, bag=locked)


def refuse(request: HttpRequest, variant: Variant, is_swap: bool) -> HttpResponse:
    if is_held(request, variant):
        return send(request, reverse("bag"), ALL_YOURS)
    if is_swap:
        return send(request, reverse("bag"), SOLD_OUT_TOO.format(variant=variant))
    return send(request, f"{variant.product.get_absolute_url()}?size={variant.size}", SOLD_OUT)


def answer(request: HttpRequest, line: BagLine, is_swap: bool) -> HttpResponse:
    """A word and the new count for htmx, the bag itself for everybody else, and for the bag."""
    if request.htmx and not is_on_bag(request):  # type: ignore[attr-defined]
        return render(request, "bag/_added.html", {"line": line, "is_swap": is_swap})
    return send(
        request, reverse("bag"), f"{line.variant.product} in {line.variant.size} is in your bag."
    )


def send(request: HttpRequest, url: str, message: str) -> HttpResponse:
    """On to another page that opens with this message, by a redirect htmx follows too."""
    messages.info(request, message)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(url)
    return redirect(url)
