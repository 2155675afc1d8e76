"""Who is counted, and how nobody is recognised by it."""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from django.http import HttpRequest
from rest_framework.throttling import AnonRateThrottle

from shop.insight.marks import Mark
from shop.insight.models import DailySalt, EventKind

#: Programs that say what they are. Whoever claims to be a browser is taken for one.
PROGRAMS = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|prerender|headless|lighthouse|monitor|scan|archiv"
    r"|fetch|http|curl|wget|python|java/|ruby|perl|php|go-|node|axios|okhttp|facebookexternal",
    re.IGNORECASE,
)


def is_counted(request: HttpRequest) -> bool:
    """A person at a browser who has not asked to be left alone, looking at the page itself."""
    return is_person(request) and not asks_for_privacy(request) and not is_fetched_ahead(request)


def asks_for_privacy(request: HttpRequest) -> bool:
    """Do Not Track, or Global Privacy Control."""
    return "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))


def is_person(request: HttpRequest) -> bool:
    agent = request.headers.get("User-Agent", "")
    return bool(agent) and not PROGRAMS.search(agent.partition("(+http")[0])


def is_fetched_ahead(request: HttpRequest) -> bool:
    purpose = request.headers.get("Sec-Purpose", "") or request.headers.get("Purpose", "")
    return "prefetch" in purpose or "prerender" in purpose


def once(request: HttpRequest, kind: EventKind, wanted: int, mark: Mark | None = None) -> UUID:
    """What is the same when this visitor does the same with the same offer again today.

    Address and browser go into it and nowhere else; without the day's salt nobody gets them out.
    """
    told = (address(request), request.headers.get("User-Agent", ""), kind.value, wanted, mark)
    digest = hmac.new(DailySalt.objects.today(), repr(told).encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:16])


def address(request: HttpRequest) -> str:
    """As many proxies off as the shop has (NUM_PROXIES)."""
    return AnonRateThrottle().get_ident(request)  # type: ignore[arg-type]  # only META is looked at
