"""One small story told by every example of the documentation: a dress sold out in M."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from shop.api.problems import INVALID, MEDIA_TYPE, problem

SHOP = "https://shop.example"
_ASKED, _REQUEST = "/api/v1/products/17/substitutes/", "5b0c2d9e8f014a7bb7a1f0c3d2e49685"
_PHOTO = {
    "url": f"{SHOP}/media/products/4f/4f0c.jpg",
    "small": f"{SHOP}/media/products/4f/4f0c-320.webp",
    "width": 900,
    "height": 1200,
    "alt_text": "Navy blue wrap dress with short sleeves",
}
_SIZES = [
    {"id": 101, "sku": "D-17-S", "size": "S", "in_stock": True},
    {"id": 102, "sku": "D-17-M", "size": "M", "in_stock": False},
]
_DRESS: dict[str, Any] = {
    "id": 17,
    "external_id": "D-17",
    "title": "Linnea wrap dress",
    "page": f"{SHOP}/product/linnea-wrap-dress-d-17/",
    "brand": "Fjellro",
    "type": "Dress",
    "section": "clothing",
    "gender": "Women",
    "colour": "Navy Blue",
    "season": "Summer",
    "price": "89.00",
    "currency": "EUR",
    "photo": _PHOTO,
    "sizes": _SIZES,
}
_IN_M = {"id": 112, "sku": "D-21-M", "size": "M", "in_stock": True}
_LOOKALIKE = {
    **_DRESS,
    "id": 21,
    "external_id": "D-21",
    "title": "Solveig wrap dress",
    "page": f"{SHOP}/product/solveig-wrap-dress-d-21/",
    "price": "84.00",
    "sizes": [_IN_M],
}
BOOTS: dict[str, Any] = {
    **_DRESS,
    "id": 40,
    "external_id": "B-40",
    "title": "Ronja ankle boots",
    "page": f"{SHOP}/product/ronja-ankle-boots-b-40/",
    "type": "Ankle boots",
    "section": "shoes",
    "price": "129.00",
    "sizes": [{"id": 240, "sku": "B-40-38", "size": "38", "in_stock": True}],
}


def answer(name: str, value: Any) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=["200"])


PRODUCT = answer("A dress", _DRESS)
PRODUCT_DETAIL = answer(
    "A dress, in full",
    {
        **_DRESS,
        "description": "A wrap dress that falls to the knee. Soft viscose, made for warm days.",
        "style_code": "linnea",
        "year": 2026,
        "usage": "Casual",
        "photos": [_PHOTO],
    },
)
VARIANT = answer(
    "The dress in M, sold out",
    {**_SIZES[1], "product": 17, "product_url": f"{SHOP}/api/v1/products/17/"},
)
SUBSTITUTES = answer(
    "What can stand in for the dress in M",
    {
        "product": 17,
        "size": "M",
        "in_stock": False,
        "results": [
            {
                "product": _LOOKALIKE,
                "variant": _IN_M,
                "size_note": "",
                "similarity": 0.93,
                "likeness": "Almost identical",
                "score": 0.91,
                "rung": "closest",
                "relaxed": [],
                "reason": "Same colour, €5.00 less",
                "swatches": [21],
            }
        ],
    },
)
WHY = answer(
    "It is offered",
    {
        "is_shown": True,
        "decided_by": "closest",
        "text": "Shown in place 1, on the rung “closest”: Same colour, €5.00 less.",
        "similarity": 0.93,
    },
)
WHY_NOT = answer(
    "With limit=4 it is not",
    {
        "is_shown": False,
        "decided_by": "brand",
        "text": "No three of four in a row are by Fjellro: it gave way.",
        "similarity": 0.93,
    },
)
COMPLEMENTS = answer(
    "What to wear with the dress",
    {
        "product": 17,
        "results": [
            {
                "slot": "shoes",
                "product": BOOTS,
                "reason": "From the look “Harbour walk”",
            }
        ],
    },
)


def _refusal(
    name: str, status: int, code: str, detail: str, errors: dict[str, list[str]] | None = None
) -> OpenApiExample:
    value = problem(status, code, detail, f"{_ASKED}#{_REQUEST}", SHOP)
    return OpenApiExample(
        name,
        value=value | {"errors": errors} if errors else value,
        response_only=True,
        status_codes=[str(status)],
        media_type=MEDIA_TYPE,
    )


UNKNOWN_SIZE = _refusal(
    "A size the product does not come in",
    400,
    "invalid",
    INVALID,
    {"size": ["“XXL” is no size of this product. It comes in S, M."]},
)
NOT_FOUND = _refusal("Not on sale", 404, "not_found", "No Product matches the given query.")
THROTTLED = _refusal(
    "Too fast", 429, "throttled", "Request was throttled. Expected available in 41 seconds."
)
NO_KEY = _refusal(
    "Without a key", 401, "not_authenticated", "Authentication credentials were not provided."
)
WRONG_SCOPE = _refusal(
    "Another scope", 403, "permission_denied", "This needs a key with the scope “alerts”."
)
AT_WORK = _refusal(
    "Twice at once",
    409,
    "at_work",
    "A request with this Idempotency-Key is being worked on. Ask again shortly.",
)
KEY_REUSED = _refusal(
    "Not the same request",
    422,
    "key_reused",
    "This Idempotency-Key came with another request before.",
)
_MOVEMENTS = [
    {"sku": "D-17-M", "change": 4, "reason": "received", "note": "Delivery 2026-118"},
    {"sku": "D-99-M", "change": -1, "reason": "damaged", "note": ""},
]
MOVEMENTS_ASKED = OpenApiExample(
    "Four came, one is spoilt", value={"movements": _MOVEMENTS}, request_only=True
)
MOVEMENTS = answer(
    "One of them is unknown here",
    {
        "moved": 1,
        "refused": 1,
        "results": [
            {"sku": "D-17-M", "moved": True, "on_hand": 4, "error": ""},
            {
                "sku": "D-99-M",
                "moved": False,
                "on_hand": None,
                "error": "There is no size with this SKU.",
            },
        ],
    },
)
