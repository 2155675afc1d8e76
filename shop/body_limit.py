"""How large a request may be, files and all.

Django's own limit leaves files out, and writes whatever size of them to disk before any view, or
the check of a form's token, has looked at the request. A body without a Content-Length reads as an
empty one, so the header is what counts.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from shop.failures import too_large

#: Where everybody may send photos.
TAKE_PHOTOS = ("/search/photo/", "/api/v1/search/photo/")


class BodyLimitMiddleware:
    """Refuses what is larger with 413, unread. Staff may send photos in the admin, shoppers where
    they search with them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or is_too_large(request, int(length)):
            return too_large(request)
        return self.get_response(request)


def is_too_large(request: HttpRequest, length: int) -> bool:
    if length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return False
    if request.path in TAKE_PHOTOS:
        return length > settings.PHOTO_UPLOAD_MAX_SIZE
    if length > settings.STAFF_UPLOAD_MAX_SIZE or not request.path.startswith("/admin/"):
        return True
    return not request.user.is_staff
