"""A POST that is sent again because its answer was lost does nothing again.

After draft-ietf-httpapi-idempotency-key-header: same key and same request, the same answer; same
key and another request, 422; while the first is still at work, 409.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.keys import key_of
from shop.api.models.answered import LONGEST, AnsweredRequest

REPLAYED = "Idempotent-Replayed"
HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Any text of your own, new for each request: sent again within a day with the same "
    "request it gets the same answer and does nothing.",
)


class AtWork(APIException):
    status_code = 409
    default_code = "at_work"
    default_detail = "A request with this Idempotency-Key is being worked on. Ask again shortly."


class OtherRequest(APIException):
    status_code = 422
    default_code = "key_reused"
    default_detail = "This Idempotency-Key came with another request before."


def idempotent(view: Callable[..., Response]) -> Callable[..., Response]:
    @wraps(view)
    def answered(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return view(self, request, *args, **kwargs)
        if len(key) > LONGEST:
            raise ValidationError({"Idempotency-Key": [f"At most {LONGEST} letters."]})
        with transaction.atomic():
            alone_with(f"{key_of(request).pk} {key}")
            return former(request, key) or kept(request, key, view(self, request, *args, **kwargs))

    return answered


def alone_with(name: str) -> None:
    """Until this transaction ends. Raises AtWork where somebody else is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 1))", [name])
        if not cursor.fetchone()[0]:
            raise AtWork


def former(request: Request, key: str) -> Response | None:
    key_of(request).answered.filter(idempotency_key=key).forgotten().delete()
    row = key_of(request).answered.filter(idempotency_key=key).first()
    if row is None:
        return None
    if row.asked != asked(request):
        raise OtherRequest
    return Response(row.body, row.status, headers={REPLAYED: "true"})


def kept(request: Request, key: str, response: Response) -> Response:
    AnsweredRequest.objects.create(
        api_key=key_of(request),
        idempotency_key=key,
        asked=asked(request),
        status=response.status_code,
        body=response.data,
    )
    return response


def asked(request: Request) -> str:
    # DRF has read the body by now; what it made of it is written in one way.
    said = f"{request.method} {request.path} {sorted_text(request.data)}"
    return sha256(said.encode()).hexdigest()


def sorted_text(data: Any) -> str:
    return json.dumps(data, sort_keys=True, default=str)
