"""Complete the look: every piece of it into the bag by one button."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from catalog.models import Product, Variant
from shop.bag.carrying import bag_for
from shop.bag.models import MixedCurrencies
from shop.bag.outfit import Added, add_outfit
from shop.bag.views.contents import OTHER_CURRENCY
from shop.insight import noting

MOST_PIECES = 12
CHOOSE = "Choose a size for every piece of the look first. Nothing was put in your bag."


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.getlist("variant")
    if not chosen or "" in chosen:
        return answer(request, Added((), ()), CHOOSE)
    try:
        added = add_outfit(bag_for(request), wanted(chosen))
    except MixedCurrencies:
        return answer(request, Added((), ()), OTHER_CURRENCY)
    for line in added.lines:
        noting.bagged(request, line)
    return answer(request, added, in_words(added))


def wanted(chosen: list[str]) -> list[Variant]:
    """The sizes asked for, in their order. 404 for what is no size of a product for sale."""
    if len(chosen) > MOST_PIECES or not all(map(is_number, chosen)):
        raise Http404
    known = Variant.objects.filter(product__in=Product.objects.active())
    found = known.select_related("product", "size").in_bulk([int(pk) for pk in chosen])
    if len(found) < len(set(chosen)):
        raise Http404
    return [found[int(pk)] for pk in dict.fromkeys(chosen)]


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def in_words(added: Added) -> str:
    """ "3 pieces are in your bag. Arrow shirt in M has just sold out." """
    count = len(added.lines)
    there = f"{count} piece{'s are' if count != 1 else ' is'} in your bag." if count else ""
    gone = [f"{each.product} in {each.size} has just sold out." for each in added.gone]
    return " ".join(filter(None, [there, *gone]))


def answer(request: HttpRequest, added: Added, said: str) -> HttpResponse:
    """A word and the new count for htmx; the bag, or the page it came from, for everybody else."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "bag/_outfit_added.html", {"added": added, "said": said})
    messages.info(request, said)
    back = request.POST.get("back", "")
    if not added.lines and url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("bag")
