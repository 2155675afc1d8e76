"""How often one visitor's browser may tell what it has shown, and what she thinks of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle


class EventsThrottle(AnonRateThrottle):
    """Counted per web process, like the API's rates."""

    scope = "events"

    def get_rate(self) -> str:
        return settings.SEEN_RATE

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def may_tell(request: HttpRequest) -> bool:
    return EventsThrottle().allow_request(request, None)  # type: ignore[arg-type]  # META alone
