"""How often one visitor's browser may tell what it has shown, and what she thinks of it."""

from __future__ import annotations

from django.http import HttpRequest

from shop.visitor_rate import VisitorThrottle


class EventsThrottle(VisitorThrottle):
    scope = "events"
    rate_setting = "SEEN_RATE"


def may_tell(request: HttpRequest) -> bool:
    return EventsThrottle.seconds_to_wait(request) == 0
