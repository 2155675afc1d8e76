"""What Django answers when something went wrong outside a view: a page, or a problem in the API."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from shop.api.problems import answered
from shop.storefront.views import errors

API = "/api/"


def or_problem(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(page)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = page(request, *args, **kwargs)
        if not request.path.startswith(API):
            return response
        problem = answered(request, response.status_code)
        if again := response.get("Retry-After"):
            problem["Retry-After"] = again
        return problem

    return shown


bad_request = or_problem(errors.bad_request)
permission_denied = or_problem(errors.permission_denied)
page_not_found = or_problem(errors.page_not_found)
server_error = or_problem(errors.server_error)
csrf_failure = or_problem(errors.csrf_failure)
too_large = or_problem(errors.too_large)
