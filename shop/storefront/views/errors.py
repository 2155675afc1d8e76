"""Pages for when something went wrong, in the shop's design."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from kombu.exceptions import OperationalError as BrokerAway


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return plain("errors/400.html", 400)


def too_large(request: HttpRequest) -> HttpResponse:
    return plain("errors/413.html", 413)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Renders with neither database nor session: either may be what broke."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError | BrokerAway):
        response = plain("errors/away.html", 503)
        response["Retry-After"] = "60"
        return response
    return plain("errors/500.html", 500)


def plain(template: str, status: int) -> HttpResponse:
    """A page without the request, so without anything the frame would ask the database."""
    frame = {"shop": {"name": settings.SHOP_NAME}}
    return HttpResponse(render_to_string(template, frame), status=status)
