"""The id that a request's log lines share, its answer carries and its tasks take along.

Log lines tell an address without its query string, in which shoppers' words and mail addresses
are, and without secrets that are part of it.
"""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest, HttpResponse
from django_structlog.middlewares import RequestMiddleware

#: An id that a proxy may send. Whatever else comes could forge lines in a log, or flood it.
SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

#: Parameters of an address that open something for whoever knows them.
SECRETS = frozenset({"token"})

#: Where the web server's access log finds the address as it may be told.
TOLD = "shop.told_path"


class RequestIdMiddleware(RequestMiddleware):
    """django-structlog's, which believes only a sane id, hands it back and keeps secrets."""

    def prepare(self, request: HttpRequest) -> None:
        if not SANE.fullmatch(request.META.get("HTTP_X_REQUEST_ID", "")):
            request.META["HTTP_X_REQUEST_ID"] = uuid.uuid4().hex
        super().prepare(request)

    def handle_response(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Request-ID"] = request.META["HTTP_X_REQUEST_ID"]
        request.META[TOLD] = told_path(request)
        super().handle_response(request, response)

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {told_path(request)}"


def told_path(request: HttpRequest) -> str:
    """The request's path, secrets left out."""
    match = request.resolver_match
    if match is None:  # it leads nowhere, so a long word in it may be a secret mistyped
        return re.sub(r"[^/]{24,}", "…", request.path)
    path = request.path
    for name in SECRETS & match.kwargs.keys():
        path = path.replace(str(match.kwargs[name]), "…")
    return path
