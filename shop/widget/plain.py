"""What the frame shows to browsers without JavaScript: the same things, drawn here.

A form in a frame of another site would come without the cookie that proves where it stood, so
being told is asked for on the shop's own page, a link away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.http import Http404, HttpRequest
from rest_framework.exceptions import ValidationError

from catalog.models import Product, Variant
from recommender.substitutes import Substitute, substitutes_for
from shop.widget.api import asked_for, shown

#: As the script shows where the page does not say how many; and the most it may say.
SHOWN, MOST = 4, 24
NAME = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Linked:
    """A garment or a size, and where a click on it leads."""

    address: str
    what: Substitute | Variant


def drawn(request: HttpRequest) -> dict[str, object]:
    """What the template shows; nothing where nothing of ours is named."""
    try:
        variant = asked_for(request.GET)
        product = shown(variant.product_id)
    except (Http404, ValidationError):
        return {}
    similar = substitutes_for(variant, limit_in(request))
    link = request.GET.get("link", "")
    return {
        "product": product,
        "chosen": variant,
        "page": f"{product.get_absolute_url()}?{urlencode({'size': variant.size.label})}",
        "sizes": [Linked(at_size(request, each), each) for each in product.variants.all()],
        "similar": [Linked(where(link, each.product, each.variant), each) for each in similar],
    }


def limit_in(request: HttpRequest) -> int:
    said = request.GET.get("limit", "")
    is_number = said.isascii() and said.isdigit() and len(said) < 4
    return min(max(int(said), 1), MOST) if is_number else SHOWN


def at_size(request: HttpRequest, variant: Variant) -> str:
    """The same frame, about that size."""
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
