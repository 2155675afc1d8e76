"""Every refusal of the API has one shape, RFC 9457's problem details (application/problem+json).

`code` is what programs compare: `type`, the address of the page that explains it, begins with the
shop's own. `instance` ends with the request's id, which the shop's logs carry too.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
INVALID = "The request has values that cannot be used."
NOTHING_HERE = "There is nothing at this address. The API is described at /api/docs/."

#: What each code means, as its `title`: the same words each time.
TITLES = {
    "invalid": "A value cannot be used",
    "parse_error": "The request cannot be read",
    "bad_request": "The request cannot be answered as it is",
    "not_authenticated": "A key is needed",
    "authentication_failed": "The key opens nothing",
    "permission_denied": "Not open to you",
    "not_found": "Not found",
    "method_not_allowed": "Not with this method",
    "not_acceptable": "Not in this format",
    "at_work": "The same request is being worked on",
    "not_confirmed": "Nobody has said yes to this alert",
    "too_large": "The request is too large",
    "unsupported_media_type": "Not in this format: JSON, but for photos",
    "key_reused": "The Idempotency-Key came with another request before",
    "throttled": "Too many requests",
    "error": "A fault of the shop",
    "away": "The shop is away for a moment",
    "busy": "Too many photos are being looked at",
}
#: Of refusals that come from outside the API's views.
CODES = {
    400: "bad_request",
    403: "permission_denied",
    404: "not_found",
    413: "too_large",
    503: "away",
}
DETAILS = {
    400: "The request could not be understood.",
    403: "This is not open to you.",
    404: NOTHING_HERE,
    413: "The request is larger than the shop reads.",
    500: "Something went wrong here, and has been noted. Trying again later may help.",
    503: "Something that the shop needs is away. Retry-After says when to try again.",
}


class ProblemSerializer(serializers.Serializer):
    type = serializers.URLField(help_text="The page that explains the code.")
    code = serializers.CharField(help_text="For programs: invalid, not_found, throttled…")
    title = serializers.CharField(help_text="What the code means.")
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField(help_text="What was wrong this time, for people.")
    instance = serializers.CharField(help_text="The path asked for, # and the request's id.")
    errors = serializers.DictField(  # type: ignore[assignment]  # DRF's own is a property
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each value that is to blame: `size`, `movements.2.change`; "
        "`request` for the whole.",
    )


def problem(status: int, code: str, detail: str, instance: str, site: str = "") -> dict[str, Any]:
    return {
        "type": f"{site or settings.SITE_URL}/api/problems/#{code}",
        "code": code,
        "title": TITLES.get(code) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": instance,
    }


def instance_of(request: HttpRequest) -> str:
    return f"{escape_uri_path(request.path)}#{request.META.get('HTTP_X_REQUEST_ID', '')}"


def refusal(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; what is no refusal (a fault of ours) goes on to Django."""
    response = exception_handler(exception, context)
    if response is not None:
        response.data = told(as_api_exception(exception), context["request"]._request)
        response.content_type = MEDIA_TYPE
    return response


def as_api_exception(exception: Exception) -> exceptions.APIException:
    if isinstance(exception, Http404):
        return exceptions.NotFound()
    if isinstance(exception, PermissionDenied):
        return exceptions.PermissionDenied()
    assert isinstance(exception, exceptions.APIException)  # noqa: S101 - DRF handles no other
    return exception


def told(exception: exceptions.APIException, request: HttpRequest) -> dict[str, Any]:
    status, instance = exception.status_code, instance_of(request)
    if isinstance(exception, exceptions.ValidationError):
        errors = by_field(exception.detail)
        return {**problem(status, "invalid", INVALID, instance), "errors": errors}
    return problem(status, str(exception.get_codes()), str(exception.detail), instance)


def by_field(detail: Any, path: str = "") -> dict[str, list[str]]:
    """DRF's nested errors under the paths of what is to blame."""
    if isinstance(detail, Mapping):
        parts = [(str(name), inner) for name, inner in detail.items()]
    elif any(isinstance(inner, Mapping | list) for inner in detail):
        parts = [(str(number), inner) for number, inner in enumerate(detail)]
    else:
        return {path or "request": [str(each) for each in detail]}
    found: dict[str, list[str]] = {}
    for name, inner in parts:
        found |= by_field(inner, joined(path, name))
    return found


def joined(path: str, name: str) -> str:
    """What DRF finds wrong with a whole is said of the whole."""
    return path if name == "non_field_errors" else f"{path}.{name}".strip(".")


def answered(request: HttpRequest, status: int) -> JsonResponse:
    """A refusal that comes from outside the API's views."""
    code = CODES.get(status, "error")
    body = problem(status, code, DETAILS.get(status, DETAILS[500]), instance_of(request))
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


@csrf_exempt  # there is nothing here, whoever asks
def nothing_here(request: HttpRequest) -> JsonResponse:
    return answered(request, 404)


def explained(request: HttpRequest) -> HttpResponse:
    """The page that each problem's `type` leads to."""
    return render(request, "api/problems.html", {"titles": TITLES})
