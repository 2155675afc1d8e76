"""The documentation's story, in the pages of a shop elsewhere."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

from shop.api.examples import PRODUCT, SUBSTITUTES, VARIANT

_SIZE = {name: VARIANT.value[name] for name in ("id", "sku", "size", "in_stock")}
WIDGET = OpenApiExample(
    "The dress in M, sold out, and what is like it",
    value={"product": PRODUCT.value, "chosen": _SIZE, "results": SUBSTITUTES.value["results"]},
    response_only=True,
    status_codes=["200"],
)
TELL_ME = OpenApiExample(
    "The dress in M", value={"variant": 102, "email": "ada@example.org"}, request_only=True
)
