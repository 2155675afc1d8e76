"""Asking to be told, and asking for the link. The answers are the same for every address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from catalog.models import Product, Variant
from shop.alerts.forms import LinkForm, TellMeForm
from shop.alerts.subscribing import ask_for, ask_for_link
from shop.alerts.throttling import seconds_to_wait

LOOK = (
    "Look into your mail: we have written to {address}, and tell you once you have said yes there."
)
LINK_SENT = "If {address} has alerts with us, a letter with the link to them is on its way."
BACK = "{variant} is in stock just now."
TOO_OFTEN = "That was very often. Please try again in {minutes} minutes."


@require_POST
def tell_me(request: HttpRequest) -> HttpResponse:
    """The form beside a sold-out size."""
    form = TellMeForm(request.POST)
    form.is_valid()
    variant = on_sale(form.cleaned_data.get("variant"))
    if form.errors:
        return refuse(request, form, variant, 422)
    if variant.is_in_stock:
        return answer(request, variant, BACK.format(variant=variant))
    if wait := seconds_to_wait(request):
        form.add_error("email", TOO_OFTEN.format(minutes=minutes(wait)))
        return refuse(request, form, variant, 429, wait)
    address = form.cleaned_data["email"]
    ask_for(variant, address, form.cleaned_data["quantity"])
    return answer(request, variant, LOOK.format(address=address))


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


def on_sale(number: int | None) -> Variant:
    if number is None:
        raise Http404
    variants = Variant.objects.select_related("product", "size")
    return get_object_or_404(variants, pk=number, product__in=Product.objects.active())


def answer(request: HttpRequest, variant: Variant, words: str) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "alerts/_noted.html", {"words": words})
    messages.info(request, words)
    return redirect(f"{variant.product.get_absolute_url()}?size={variant.size}")


def refuse(
    request: HttpRequest, form: TellMeForm, variant: Variant, status: int, wait: int = 0
) -> HttpResponse:
    """The form again, with what is wrong; htmx swaps only what comes with 200."""
    product = variant.product
    size = variant.size.label if product.variants.count() > 1 else ""
    page = {"form": form, "variant": variant, "product": product, "size": size}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "alerts/_tell_me.html", page)
    return later(render(request, "alerts/tell_me.html", page, status=status), wait)


def later(response: HttpResponse, wait: int) -> HttpResponse:
    if wait:
        response["Retry-After"] = str(wait)
    return response


def minutes(seconds: int) -> int:
    return -(-seconds // 60)
