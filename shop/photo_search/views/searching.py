"""`/search/photo/`: the page to send a photo from, and what was found with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import HttpResponseClientRedirect

from recommender.photos.drawing import can_draw, how_to_add
from shop.photo_search import examples
from shop.photo_search.asking import MOST_PHOTOS, Asked, Piece
from shop.photo_search.models import SearchPhoto
from shop.photo_search.sent import LEFT_OUT, LET_GO, Taken, taken_from
from shop.photo_search.showing import shown
from shop.storefront.fragments import wants_fragment


@never_cache
@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
def photo_search(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return send(request)
    asked = Asked.read(request.GET)
    if asked.pieces:
        part = "photo_search/_found.html" if wants_fragment(request) else "photo_search/found.html"
        return render(request, part, shown(asked))
    if not asked.lost and asked.words:
        return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
    if wants_fragment(request):
        return to(request, request.get_full_path())
    return start(request, Taken(), LET_GO if asked.lost else "")


def to(request: HttpRequest, address: str) -> HttpResponse:
    """On to a whole page. Who asks by script is told its address: it would follow a redirect by
    itself, and swap the page into this one, or have its messages used up unseen."""
    return HttpResponseClientRedirect(address) if wants_fragment(request) else redirect(address)


def send(request: HttpRequest) -> HttpResponse:
    """Photos come in; those of the page it was sent from stay."""
    asked = Asked.read(request.POST)
    taken = taken_from(request)
    if not taken.photos:
        return start(request, taken)
    for why in taken.refusals:
        messages.info(request, why)
    if asked.lost:
        messages.info(request, LET_GO)
    if len(asked.pieces) + len(request.FILES.getlist("photo")) > MOST_PHOTOS:
        messages.info(request, LEFT_OUT)
    pieces = [*asked.pieces, *map(first_of, taken.photos)][-MOST_PHOTOS:]
    return to(request, reverse("photo_search") + asked.address(pieces=pieces))


def first_of(photo: SearchPhoto) -> Piece:
    """The surest and largest garment."""
    return Piece(photo.garments.select_related("photo").defer("photo__picture")[0])


def start(request: HttpRequest, taken: Taken, note: str = "") -> HttpResponse:
    page = {
        "refusals": taken.refusals,
        "note": note,
        "scenes": [scene for scene in examples.SCENES if examples.example(scene.name)],
        "garments": examples.garments(),
        "can_draw": can_draw(),
        "how_to_draw": how_to_add(),
    }
    response = render(request, "photo_search/start.html", page, status=taken.status)
    if taken.again:
        response["Retry-After"] = str(taken.again)
    return response
