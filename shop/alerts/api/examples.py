"""The documentation's story goes on: she wants the dress in M when it is back."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

ID = "0193f5c2-7e0a-7d8b-9c53-2f4f8d1f6a10"
_WISH = {"kind": "back_in_stock", "variant": 102, "email": "ada@example.org", "quantity": 1}

ASKED = OpenApiExample("The dress in M", value=_WISH, request_only=True)
ACCEPTED = OpenApiExample("Taken down", value={"id": ID}, response_only=True, status_codes=["202"])
ALERT = OpenApiExample(
    "She has said yes, and waits",
    value={"id": ID, **_WISH, "state": "active", "created_at": "2026-11-21T17:04:00Z"},
    response_only=True,
    status_codes=["200"],
)
