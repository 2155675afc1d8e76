"""Tells staff, in a header, which way each search of their page took."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from recommender.search.nearest import routes_taken

HEADER = "X-Search-Route"


class SearchRouteMiddleware:
    """`X-Search-Route: exact, graph`, in the order of the searches; for nobody but staff."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with routes_taken() as routes:
            response = self.get_response(request)
        if routes and is_staff(request):
            response[HEADER] = ", ".join(routes)
        return response


def is_staff(request: HttpRequest) -> bool:
    # Without the cookie nobody is signed in, and asking would make the page vary by it.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_staff
