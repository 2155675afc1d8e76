"""What became of a letter: whoever follows its link to the shop is remembered by her own browser.

Nothing is written at the shop by following a link: a mail scanner does that too.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from shop.alerts.models import Delivery
from shop.insight.visitors import asks_for_privacy

COOKIE = "told"
#: So many letters are remembered, the latest.
MOST = 20
A_DAY = 86_400
LONGEST = 80


def token_for(delivery: Delivery) -> str:
    """In the link of a letter: which news it was, so that an order can be counted for it."""
    return signer().sign(str(delivery.pk))


def followed(token: str) -> int | None:
    """The delivery whose link it is; None if the shop did not make it."""
    if len(token) > LONGEST:
        return None
    try:
        return int(signer().unsign(token))
    except (BadSignature, ValueError):
        return None


class FollowedMiddleware:
    """Lets the browser remember, for ALERT_EARNS_DAYS, whose letter led it here, and when."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        token = request.GET.get("told") or request.GET.get("back")
        delivery = followed(token) if token else None
        if delivery is not None and response.status_code == 200 and not asks_for_privacy(request):
            remember(request, response, delivery)
        return response


def remember(request: HttpRequest, response: HttpResponse, delivery: int) -> None:
    letters = {**remembered(request), delivery: int(time.time())}
    latest = sorted(letters.items(), key=lambda each: each[1])[-MOST:]
    response.set_signed_cookie(
        COOKIE,
        "-".join(f"{number}.{moment}" for number, moment in latest),
        max_age=settings.ALERT_EARNS_DAYS * A_DAY,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def remembered(request: HttpRequest) -> dict[int, int]:
    """Deliveries whose link was followed of late, and when, in seconds."""
    oldest = time.time() - settings.ALERT_EARNS_DAYS * A_DAY
    text = request.get_signed_cookie(COOKIE, default="") or ""
    pairs = (each.split(".") for each in text.split("-") if each)
    letters = {int(number): int(moment) for number, moment in pairs}
    return {number: moment for number, moment in letters.items() if moment > oldest}


def signer() -> Signer:
    return Signer(salt="shop.alerts.following", sep=".", algorithm="sha256")
