"""How often one visitor may do what costs us something, on pages as in the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle


class VisitorThrottle(AnonRateThrottle):
    """Counted by address, signed in or not, per web process, like the API's rates."""

    rate_setting: str  # the setting that says how often

    def get_rate(self) -> str:
        return getattr(settings, self.rate_setting)

    def get_cache_key(self, request: Any, view: Any) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    @classmethod
    def seconds_to_wait(cls, request: HttpRequest) -> int:
        """0 if this visitor may do it now."""
        throttle = cls()
        if throttle.allow_request(request, None):  # type: ignore[arg-type]  # only META is looked at
            return 0
        return int(throttle.wait() or 0) + 1
