"""A shopper's photo itself, and the part of it that she points at."""

from __future__ import annotations

from math import isfinite

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from recommender.photos.garments import Box
from shop.photo_search.asking import Asked
from shop.photo_search.line import Busy
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.photo_search.sent import AWAY, BUSY, LET_GO, TOO_MANY
from shop.photo_search.taking_in import EncoderAway, look_at
from shop.photo_search.throttling import seconds_to_wait

#: Share of the photo's side that a box has at least, and parts that one may point at.
LEAST, MOST_PARTS = 0.03, 40


@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """For who knows the token, which stands in no log: it comes behind the question mark."""
    photo = get_object_or_404(SearchPhoto.objects.kept(), pk=token_in(request.GET.get("photo", "")))
    response = HttpResponse(bytes(photo.picture), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


@require_POST
def part(request: HttpRequest) -> HttpResponse:
    """A tap or a box on a photo of the page: searched as one garment more."""
    asked = Asked.read(request.POST)
    token = token_in(request.POST.get("photo", ""))
    photo = SearchPhoto.objects.kept().filter(pk__in=asked.tokens, pk=token).first()
    if photo is None:
        return let_go(request, asked)
    garment = pointed_at(request, photo, box_in(request))
    back = asked.instead(garment) if garment else asked.address()
    return redirect(reverse("photo_search") + back)


def let_go(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Back to what is left of her search. Raises Http404 where nothing of it was ever kept."""
    if not asked.lost:
        raise Http404
    messages.info(request, LET_GO)
    return redirect(reverse("photo_search") + (asked.address() if asked.pieces else ""))


def pointed_at(request: HttpRequest, photo: SearchPhoto, box: Box) -> SearchGarment | None:
    """None where it cannot be looked at just now, which is said."""
    if photo.garments.count() >= MOST_PARTS:
        messages.info(request, "That is enough of this photo. Send another one.")
    elif wait := seconds_to_wait(request):
        messages.info(request, TOO_MANY.format(seconds=wait))
    else:
        try:
            return look_at(photo, box)
        except Busy as busy:
            messages.info(request, BUSY.format(seconds=busy.seconds))
        except EncoderAway:
            messages.info(request, AWAY)
    return None


def box_in(request: HttpRequest) -> Box:
    """Within the photo and not too small to show anything. Raises Http404."""
    sides = [share(request.POST.get(name, "")) for name in ("left", "top", "right", "bottom")]
    left, right = span(sides[0], sides[2])
    top, bottom = span(sides[1], sides[3])
    return left, top, right, bottom


def span(one: float, other: float) -> tuple[float, float]:
    low, high = sorted((one, other))
    low = min(low, 1 - LEAST)
    return low, max(high, low + LEAST)


def share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise Http404 from None
    if not isfinite(value):
        raise Http404
    return min(max(value, 0.0), 1.0)


def token_in(text: str) -> str:
    return text.replace("\0", "")
