"""A street photo of somebody in a navy dress, and what the shop has like it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from shop.api.examples import PRODUCT, answer

_PHOTO = "Jx0uYw0pZk3Wl1m9b7Qy2A"
_LIKE: dict[str, Any] = {"product": PRODUCT.value, "similarity": 0.71, "image": f"{_PHOTO}.1"}

PHOTO_FOUND = answer(
    "A dress on the street",
    {
        "id": _PHOTO,
        "kept_until": "2026-03-02T10:55:00Z",
        "width": 960,
        "height": 1280,
        "garments": [
            {
                "id": f"{_PHOTO}.1",
                "number": 1,
                "kind": "dress",
                "types": ["Dress"],
                "colours": ["Navy Blue"],
                "confidence": 0.93,
                "box": [0.31, 0.2, 0.68, 0.74],
                "outline": [[[0.4, 0.2], [0.6, 0.2], [0.68, 0.74], [0.31, 0.74]]],
                "results": [_LIKE],
            }
        ],
    },
)
TO_SEARCH = OpenApiExample(
    "This, but with long sleeves, in M",
    value={
        "text": "but navy, long sleeves",
        "images": [f"{_PHOTO}.1"],
        "weights": [1.0],
        "filters": {"size": ["M"], "price_max": "120.00"},
        "limit": 1,
    },
    request_only=True,
)
SEARCHED = answer(
    "One that is like it",
    {
        "understood": {
            "colours": ["Navy Blue"],
            "types": [],
            "sections": [],
            "genders": [],
            "brands": [],
            "sizes": [],
            "not_colours": [],
            "not_types": [],
            "not_brands": [],
            "price_from": None,
            "price_to": None,
            "rest": "long sleeves",
        },
        "note": "",
        "results": [_LIKE],
        "offers": [],
    },
)
