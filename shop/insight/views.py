"""What a shopper's browser tells: what it has shown, and what she thinks of it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.insight import noting
from shop.insight.marks import LONGEST, read_mark
from shop.insight.models import EventKind
from shop.insight.throttling import may_tell
from shop.insight.visitors import asks_for_privacy

#: Offers in one message; a page shows some dozens.
MOST_SEEN = 60
LARGEST = MOST_SEEN * (LONGEST + 1)  # bytes
THUMBS = {"up": EventKind.THUMB_UP, "down": EventKind.THUMB_DOWN}
THANKS = "Thank you. That helps us to choose better."
NOT_KEPT = "Thank you. Your browser asks that nothing be kept of you, so this is not."


@csrf_exempt  # a beacon has no room for a token; it changes nothing but a count
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Marks of what came into view, one a line. What is damaged or forged is passed over."""
    if int(request.headers.get("Content-Length") or LARGEST + 1) > LARGEST:
        return HttpResponse(status=413)
    if not may_tell(request):
        return HttpResponse(status=429)
    if is_own_page(request):
        tokens = set(request.body.decode("ascii", "replace").split()[:MOST_SEEN])
        offers = [offer for token in tokens if (offer := read_mark(token))]
        noting.seen(request, offers)
    return HttpResponse(status=204)


@require_POST
@never_cache
def thumbs(request: HttpRequest) -> HttpResponse:
    """`u`: the offer's mark; `thumb`: up or down."""
    offer = read_mark(request.POST.get("u", ""))
    kind = THUMBS.get(request.POST.get("thumb", ""))
    if offer is None or kind is None:
        return HttpResponseBadRequest("This is not an offer of ours.", content_type="text/plain")
    if not may_tell(request):
        return HttpResponse("That was a lot. Try again in a minute.", status=429)
    noting.thought(request, kind, offer)
    said = NOT_KEPT if asks_for_privacy(request) else THANKS
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(said, content_type="text/plain; charset=utf-8")
    messages.success(request, said)
    return redirect(page_it_stands_on(request))


def is_own_page(request: HttpRequest) -> bool:
    """Whether a page of this shop sent it; an old browser does not say."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def page_it_stands_on(request: HttpRequest) -> str:
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}#similar" if parts.query else parts.path
