"""How often one visitor may send photos."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle


class PhotosThrottle(AnonRateThrottle):
    """Counted per web process, like the API's rates."""

    scope = "photos"

    def get_rate(self) -> str:
        return settings.PHOTO_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def seconds_to_wait(request: HttpRequest) -> int:
    """0 if this visitor may send one now."""
    throttle = PhotosThrottle()
    if throttle.allow_request(request, None):  # type: ignore[arg-type]  # only META is looked at
        return 0
    return int(throttle.wait() or 0) + 1
