"""Every refusal of the API has one shape: {"error": {"code", "message", "fields"}}."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

INVALID = "The request has values that cannot be used."


class FieldErrors(serializers.Serializer):
    code = serializers.CharField(help_text="For programs: invalid, not_found, throttled…")
    message = serializers.CharField(help_text="For people.")
    fields = serializers.DictField(  # type: ignore[assignment]  # DRF's own `fields` is cached
        child=serializers.ListField(child=serializers.CharField()),
        help_text="What is wrong with each parameter that is to blame.",
    )


class ErrorSerializer(serializers.Serializer):
    error = FieldErrors()


def in_one_shape(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; what is no refusal (a fault of ours) goes on to Django."""
    response = exception_handler(exception, context)
    if response is not None:
        response.data = body(as_api_exception(exception))
    return response


def as_api_exception(exception: Exception) -> exceptions.APIException:
    if isinstance(exception, Http404):
        return exceptions.NotFound()
    if isinstance(exception, PermissionDenied):
        return exceptions.PermissionDenied()
    assert isinstance(exception, exceptions.APIException)  # noqa: S101 - DRF handles no other
    return exception


def body(exception: exceptions.APIException) -> dict[str, Any]:
    if isinstance(exception, exceptions.ValidationError):
        return error("invalid", INVALID, fields_of(exception.detail))
    return error(str(exception.get_codes()), str(exception.detail))


def fields_of(detail: Any) -> dict[str, list[str]]:
    if isinstance(detail, dict):
        return {name: [str(each) for each in errors] for name, errors in detail.items()}
    return {"request": [str(each) for each in detail]}


def error(code: str, message: str, fields: dict[str, list[str]] | None = None) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "fields": fields or {}}}


def nothing_here(request: HttpRequest) -> JsonResponse:
    message = "There is nothing at this address. The API is described at /api/docs/."
    return JsonResponse(error("not_found", message), status=404)
