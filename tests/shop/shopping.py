"""What a shopper does, for the stories of the storefront."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from catalog.models import Product, Variant

ADDRESS = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "street": "12 St James's Square",
    "postcode": "SW1Y 4JH",
    "city": "London",
    "country": "GB",
    "payment_method": "on_delivery",
}


def in_size(product: Product, label: str) -> Variant:
    return product.variants.get(size__label=label)


def put_in_bag(client: Client, variant: Variant, **fields: Any):
    return client.post("/bag/add/", {"variant": variant.pk, **fields})


def hidden_fields(page: str) -> dict[str, str]:
    """What the till's form carries besides the address."""
    found = re.findall(r'<input type="hidden" name="(key|agreed_total)" value="([^"]+)"', page)
    return dict(found)


def filled_in(client: Client, **changes: str) -> dict[str, str]:
    """The till's form as a shopper sends it."""
    return {**ADDRESS, **hidden_fields(text_of(client.get("/bag/checkout/"))), **changes}


def check_out(client: Client, **changes: str):
    return client.post("/bag/checkout/", filled_in(client, **changes))


def text_of(response) -> str:
    return response.content.decode()


def words_of(response) -> str:
    """What can be read on the page: no tags, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text_of(response))).split())
