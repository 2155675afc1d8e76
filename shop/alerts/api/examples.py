"""The documentation's story goes on: she wants the dress in M when it is back."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

ID = "0193f5c2-7e0a-7d8b-9c53-2f4f8d1f6a10"
_WISH = {"kind": "back_in_stock", "variant": 102, "email": "ada@example.org", "quantity": 1}

_MINE = {"email": "ada@example.org"}
ASKED = [
    OpenApiExample(name, value=wish, request_only=True)
    for name, wish in (
        ("The dress in M", _WISH),
        ("Nearly gone", {"kind": "low_stock", "variant": 103, "threshold": 3, **_MINE}),
        ("Costs less", {"kind": "price_drop", "product": 17, "target": "45.00", **_MINE}),
        ("Something like it", {"kind": "similar_in_stock", "variant": 102, **_MINE}),
    )
]
ACCEPTED = OpenApiExample("Taken down", value={"id": ID}, response_only=True, status_codes=["202"])
ALERT = OpenApiExample(
    "She has said yes, and waits",
    value={
        "id": ID,
        **_WISH,
        "product": None,
        "endpoint": None,
        "threshold": None,
        "target": None,
        "last_price": None,
        "state": "active",
        "created_at": "2026-11-21T17:04:00Z",
    },
    response_only=True,
    status_codes=["200"],
)
_ENDPOINT = "0193f5c2-9b1e-7c52-8a41-6f0d2b9c7e33"
_HOOK = "https://hooks.nordlys.example/stock"
MESSAGE_ID = "msg_0193f5c2a0c47d1f9e2b4c6d8e0f1a2b"
MESSAGE = {
    "type": "variant.back_in_stock",
    "timestamp": "2026-11-21T17:06:12Z",
    "data": {"alert": ID, "variant": 102, "sku": "D-17-M", "product": 17, "sequence": 5120},
}
_SIZE = {"alert": ID, "variant": 102, "sku": "D-17-M", "product": 17}
FEW_LEFT = {
    "type": "variant.low_stock",
    "timestamp": "2026-11-21T17:06:12Z",
    "data": {**_SIZE, "threshold": 3, "available": 2, "sequence": 5121},
}
PRICE = {
    "type": "product.price_dropped",
    "timestamp": "2026-11-21T17:06:12Z",
    "data": {
        "alert": ID,
        "product": 17,
        "price": "45.00",
        "last_price": "60.00",
        "currency": "EUR",
        "sequence": 5122,
    },
}
SIMILAR = {
    "type": "variant.similar_in_stock",
    "timestamp": "2026-11-21T17:06:12Z",
    "data": {
        **_SIZE,
        "offered": {"variant": 310, "sku": "D-52-M", "product": 52},
        "sequence": 5123,
    },
}
_EVENT = {"id": MESSAGE_ID, **MESSAGE}


def _answer(name: str, value: object, status: int = 200) -> OpenApiExample:
    return OpenApiExample(name, value=value, response_only=True, status_codes=[str(status)])


ENDPOINT = _answer(
    "One that answers",
    {
        "id": _ENDPOINT,
        "url": _HOOK,
        "created_at": "2026-11-21T17:00:00Z",
        "failing_since": None,
        "disabled_at": None,
        "disabled_why": "",
    },
)
_SECRET = {"id": _ENDPOINT, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfiArTUPjg="}
SECRET = _answer("A new one", _SECRET, 201)
ROTATED = _answer("Another secret", _SECRET)
AGAIN = [
    OpenApiExample(name, value=body, request_only=True)
    for name, body in (
        ("One message", {"message": MESSAGE_ID}),
        ("An hour's", {"since": "2026-11-21T17:00:00Z", "until": "2026-11-21T18:00:00Z"}),
    )
]
REPLAYED = _answer("Two of that time", {"messages": 2}, 202)
ATTEMPT = _answer(
    "A call",
    {
        "message": MESSAGE_ID,
        "at": "2026-11-21T17:06:13Z",
        "status": 204,
        "seconds": 0.12,
        "said": "",
    },
)
EVENTS = _answer("The dress is back", {"results": [_EVENT], "after": "81234"})
LISTENING = OpenApiExample(
    "Told yourself, each time",
    value={"kind": "back_in_stock", "variant": 102, "endpoint": _ENDPOINT},
    request_only=True,
)
