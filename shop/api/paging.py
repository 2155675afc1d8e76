"""Lists come in pages: `?page=2&limit=50`."""

from __future__ import annotations

from typing import Any

from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

MOST = 100
EXAMPLE = "https://shop.example/api/v1/products/"


class Pages(PageNumberPagination):
    """Numbered, because an integrator wants to know how many there are."""

    page_size = 24
    page_size_query_param = "limit"
    page_size_query_description = f"Rows a page, 1 to {MOST}; more than {MOST} gives {MOST}."
    max_page_size = MOST

    def get_page_size(self, request: Request) -> int:
        return page_limit(request.query_params.get("limit"), default=self.page_size)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        described = super().get_paginated_response_schema(schema)
        for name, page in (("next", 3), ("previous", 1)):
            described["properties"][name]["example"] = f"{EXAMPLE}?page={page}"
        return described


def page_limit(text: Any, default: int, most: int = MOST) -> int:
    """The whole number `text` names, `most` if it is larger. Raises ValidationError if it is none,
    since a client that sends nonsense has a fault it wants to hear of."""
    if text is None:
        return default
    if not (str(text).isascii() and str(text).isdigit() and len(str(text)) <= 9 and int(text)):
        raise ValidationError({"limit": [f"Give a whole number from 1 to {most}."]})
    return min(int(text), most)
