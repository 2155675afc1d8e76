"""Asking to be told, and asking for the link. The answers are the same for every address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Product, Status, Variant
from shop.alerts.forms import LinkForm, TellMeForm
from shop.alerts.models import AlertKind
from shop.alerts.subscribing import Wish, ask_for, ask_for_link
from shop.alerts.tellable import tellable
from shop.alerts.throttling import seconds_to_wait

LOOK = (
    "Look into your mail: we have written to {address}, and tell you once you have said yes there."
)
LINK_SENT = "If {address} has alerts with us, a letter with the link to them is on its way."
IS_THERE = "{goods} is in stock just now."
FEW_LEFT = "{goods}: only {units} left just now."
GONE = "{goods} is sold out just now."
CHEAP = "{goods} costs {price} just now."
TOO_OFTEN = "That was very often. Please try again in {minutes} minutes."


@require_POST
def tell_me(request: HttpRequest) -> HttpResponse:
    """The form on a product's page."""
    form = TellMeForm(request.POST)
    form.is_valid()
    product, variant = asked_about(form)
    if form.errors:
        return refuse(request, form, product, variant, 422)
    goods = product if form.asked_kind.is_about_a_product or variant is None else variant
    if words := already(goods, form.wish):
        return answer(request, page_of(product, variant), words)
    if wait := seconds_to_wait(request):
        form.add_error("email", TOO_OFTEN.format(minutes=minutes(wait)))
        return refuse(request, form, product, variant, 429, wait)
    address = form.cleaned_data["email"]
    ask_for(goods, address, **form.wish)
    return answer(request, page_of(product, variant), LOOK.format(address=address))


def already(goods: Variant | Product, wish: Wish) -> str:
    """Why there is nothing to wait for, in words; "" where there is."""
    if isinstance(goods, Product):
        target = wish.get("target")
        is_cheap = target is not None and goods.price <= target
        return CHEAP.format(goods=goods, price=goods.price_text) if is_cheap else ""
    if wish.get("kind") != AlertKind.LOW_STOCK:
        is_there = goods.is_in_stock and goods.product.is_active
        return IS_THERE.format(goods=goods) if is_there else ""
    if not goods.is_in_stock:
        return GONE.format(goods=goods)
    is_low = goods.available <= (wish.get("threshold") or 0)
    return FEW_LEFT.format(goods=goods, units=goods.available) if is_low else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """For who has lost her last letter."""
    form = LinkForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(
            request, "alerts/ask.html", {"form": form}, status=422 if form.errors else 200
        )
    if wait := seconds_to_wait(request):
        form.add_error("email", TOO_OFTEN.format(minutes=minutes(wait)))
        return later(render(request, "alerts/ask.html", {"form": form}, status=429), wait)
    ask_for_link(form.cleaned_data["email"])
    messages.info(request, LINK_SENT.format(address=form.cleaned_data["email"]))
    return redirect("alerts")


def asked_about(form: TellMeForm) -> tuple[Product, Variant | None]:
    """The size too, unless it is about a price and she has chosen none. Raises Http404 for what is
    not sold here. Of what is discontinued the like is told of."""
    sold = [Status.ACTIVE]
    if form.asked_kind == AlertKind.SIMILAR_IN_STOCK:
        sold.append(Status.DISCONTINUED)
    number = form.cleaned_data.get("variant")
    if form.asked_kind.is_about_a_product and not number:
        products = Product.objects.filter(status__in=sold)
        return get_object_or_404(products, pk=form.cleaned_data.get("product") or 0), None
    variants = Variant.objects.select_related("product", "size").filter(product__status__in=sold)
    variant = get_object_or_404(variants, pk=number or 0)
    return variant.product, variant


def answer(request: HttpRequest, page: str, words: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "alerts/_noted.html", {"words": words})
    messages.info(request, words)
    return redirect(page)


def page_of(product: Product, variant: Variant | None) -> str:
    size = f"?{urlencode({'size': variant.size.label})}" if variant else ""
    return product.get_absolute_url() + size


def refuse(
    request: HttpRequest,
    form: TellMeForm,
    product: Product,
    variant: Variant | None,
    status: int,
    wait: int = 0,
) -> HttpResponse:
    """The form again, with what is wrong; htmx swaps only what comes with 200."""
    page: dict[str, Any] = {"form": form, "product": product.pk, "variant": variant and variant.pk}
    page |= {"tellable": tellable(product, variant)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "alerts/_tell_me.html", page)
    page |= {"title": product.title, "goods": variant or product}
    page |= {"back": page_of(product, variant)}
    return later(render(request, "alerts/tell_me.html", page, status=status), wait)


def later(response: HttpResponse, wait: int) -> HttpResponse:
    if wait:
        response["Retry-After"] = str(wait)
    return response


def minutes(seconds: int) -> int:
    return -(-seconds // 60)
