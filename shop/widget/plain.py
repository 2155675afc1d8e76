"""The frame for browsers without JavaScript: the same things, drawn here.

A form in a frame of another site would come without the cookie that proves where it stood, so
being told is asked for on the shop's own page, a link away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from rest_framework.exceptions import ValidationError

from catalog.models import Product, Variant
from recommender.substitutes import Substitute, substitutes_for
from shop.widget.api import asked_for, shown
from shop.widget.pages import framed, key_in

#: As the script shows where the page does not say how many; and the most it may say.
SHOWN, MOST = 4, 24
NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Linked:
    """A garment or a size, and where a click on it leads."""

    address: str
    what: Substitute | Variant


@require_safe
@xframe_options_exempt
def plain(request: HttpRequest) -> HttpResponse:
    key, variant = key_in(request), wanted(request)
    product = shown(variant.product_id)
    similar = substitutes_for(variant, limit_in(request))
    link = request.GET.get("link", "")
    page = {
        "product": product,
        "chosen": variant,
        "page": f"{product.get_absolute_url()}?{urlencode({'size': variant.size.label})}",
        "sizes": [Linked(at_size(request, each), each) for each in product.variants.all()],
        "similar": [Linked(where(link, each.product, each.variant), each) for each in similar],
    }
    return framed(request, key, "widget/plain.html", page)


def wanted(request: HttpRequest) -> Variant:
    """Raises Http404, also where nothing is named: nobody reads a program's complaints here."""
    try:
        return asked_for(request.GET)
    except ValidationError as error:
        raise Http404 from error


def limit_in(request: HttpRequest) -> int:
    said = request.GET.get("limit", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 4
    return min(max(int(said), 1), MOST) if is_number else SHOWN


def at_size(request: HttpRequest, variant: Variant) -> str:
    """This page, about that size."""
    asked = request.GET.copy()
    for name in ("product", "size"):
        asked.pop(name, None)
    asked["sku"] = variant.sku
    return f"?{asked.urlencode()}"


def where(link: str, product: Product, variant: Variant) -> str:
    """Our page, or the host's own, `https://nordlys.example/p/{sku}`, as the script does it."""
    names = {"id": str(product.pk), "external_id": product.external_id, "sku": variant.sku}
    own = NAME.sub(lambda found: quote(names.get(found[1], found[0]), safe="{}"), link)
    ours = f"{product.get_absolute_url()}?{urlencode({'size': variant.size.label})}"
    found = urljoin(ours, own) if own else ours
    return found if urlsplit(found).scheme in ("", "http", "https") else ours
