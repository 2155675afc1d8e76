"""Her words, drawn: asked for, waited for, and searched with like a photo."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from recommender.photos.drawing import can_draw
from recommender.words import one_line
from shop.photo_search.drawing import DrawersBusy, ask_for
from shop.photo_search.models import Drawing
from shop.photo_search.sent import TOO_MANY, Taken
from shop.photo_search.throttling import seconds_to_wait
from shop.photo_search.views.photo import token_in
from shop.photo_search.views.searching import first_of, start, to
from shop.storefront.fragments import wants_fragment

NOTHING = "Say first what is to be drawn."
BUSY = "Several drawings are being made just now. Try again in a minute, or search in words."


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    if not can_draw():
        raise Http404
    words, refusal = one_line(request.POST.get("words", "")), Taken()
    if not words:
        refusal.refuse(NOTHING, 400)
    elif wait := seconds_to_wait(request):
        refusal.refuse(TOO_MANY.format(seconds=wait), 429, wait)
    else:
        try:
            return redirect(address_of(ask_for(words)))
        except DrawersBusy as busy:
            refusal.refuse(BUSY, 503, busy.seconds)
    return start(request, refusal)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
def drawing(request: HttpRequest) -> HttpResponse:
    """How far it is; once it is drawn, what was found with it."""
    named = token_in(request.GET.get("drawing", ""))
    drawings = Drawing.objects.kept().select_related("photo").defer("photo__picture")
    wanted = get_object_or_404(drawings, pk=named)
    if wanted.photo:
        found = f"{reverse('photo_search')}?{urlencode({'piece': first_of(wanted.photo).key})}"
        return to(request, found)
    part = "photo_search/_drawing.html" if wants_fragment(request) else "photo_search/drawing.html"
    return render(request, part, {"drawing": wanted, "address": address_of(wanted)})


def address_of(drawing: Drawing) -> str:
    return f"{reverse('search_drawing')}?{urlencode({'drawing': drawing.pk})}"
