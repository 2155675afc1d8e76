"""Noting what shoppers do, after they have their answer.

A view says what happened; it is stored once the page has left. What cannot be stored is dropped: a
page never breaks, nor waits, for its being counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from catalog.models import Product, Variant
from recommender.alike import ALIKE
from shop.bag.models import Bag, BagLine
from shop.bag.models.stand_in import NO_OFFER
from shop.insight.marks import Mark, read_mark
from shop.insight.models import Event, EventKind
from shop.insight.visitors import is_counted, once

log = structlog.get_logger(__name__)

#: Seconds for which nothing is noted once the database was away.
PAUSE = 30.0


class Pause:
    """Of this process: while the database is away no request waits for it a second time."""

    until = 0.0


def looked(request: HttpRequest, variant: Variant) -> None:
    """She chose a size that is sold out."""
    if request.method == "GET" and is_counted(request):
        later(request, lambda: [looked_event(request, variant)])


def came_by(request: HttpRequest, product: Product) -> Mark | None:
    """The offer whose link led her to the product's page, if one did."""
    offer = read_mark(request.GET.get("u", ""))
    return offer if offer and offer.offered == product.pk else None


def clicked(request: HttpRequest, product: Product) -> None:
    offer = came_by(request, product)
    if offer and request.method == "GET" and is_counted(request):
        later(request, lambda: [event(request, EventKind.CLICKED, offer)])


def bagged(request: HttpRequest, line: BagLine) -> None:
    """She put it into her bag; the line remembers the offer that it came from, if there was one,
    and of how many of its pieces that is true.

    Where she asks for privacy, nothing is remembered.
    """
    offer = offer_of(request, line.variant.product_id)
    if not offer or not is_counted(request):
        return
    if line.added:
        line.remember(of_its_size(offer, line.variant), line.added)
        line.save(update_fields=[*NO_OFFER])
    later(request, lambda: [event(request, EventKind.BAGGED, offer)])


def of_its_size(offer: Mark, bagged: Variant) -> Mark:
    """Offered before she named a size, it stands in for the one that she bags."""
    if offer.rung != ALIKE:
        return offer
    sizes = Variant.objects.sold_out().filter(product__variants=offer.wanted, size=bagged.size_id)
    return replace(offer, wanted=sizes.values_list("pk", flat=True).first() or offer.wanted)


def orders(request: HttpRequest, bag: Bag) -> None:
    """She is about to order what lies in it. The order remembers what the bag's lines do, which is
    nothing where she asks for privacy by now; it is counted from its lines."""
    if not is_counted(request):
        bag.lines.forget_offers()


def seen(request: HttpRequest, offers: Iterable[Mark]) -> None:
    if is_counted(request):
        later(request, lambda: [event(request, EventKind.SHOWN, offer) for offer in offers])


def thought(request: HttpRequest, kind: EventKind, offer: Mark) -> None:
    """A thumb, up or down. Who changes her mind is counted as she thinks now."""
    other = EventKind.THUMB_DOWN if kind == EventKind.THUMB_UP else EventKind.THUMB_UP

    def judged() -> list[Event]:
        Event.objects.filter(once=once(request, other, offer.wanted, offer)).delete()
        return [event(request, kind, offer)]

    if is_counted(request):
        later(request, judged)


def offer_of(request: HttpRequest, product: int) -> Mark | None:
    """The offer of that product that a form names (a look's may name several), else the page it
    stands on."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    try:
        tokens = parse_qs(urlsplit(page).query).get("u", [])
    except ValueError:  # not an address at all
        tokens = []
    offers = (read_mark(token) for token in [*request.POST.getlist("u"), *tokens])
    return next((offer for offer in offers if offer and offer.offered == product), None)


def event(request: HttpRequest, kind: EventKind, offer: Mark) -> Event:
    return Event(
        kind=kind,
        wanted_id=offer.wanted,
        offered_id=offer.offered,
        rung=offer.rung,
        mode=offer.mode,
        place=offer.place,
        once=once(request, kind, offer.wanted, offer),
    )


def looked_event(request: HttpRequest, variant: Variant) -> Event:
    number = once(request, EventKind.LOOKED, variant.pk)
    return Event(kind=EventKind.LOOKED, wanted_id=variant.pk, once=number)


def later(request: HttpRequest, events: Callable[[], list[Event]]) -> None:
    """Have them stored when the answer has left."""
    if not hasattr(request, "events_to_note"):
        request.events_to_note = []  # type: ignore[attr-defined]
    request.events_to_note.append(events)  # type: ignore[attr-defined]


class NotingMiddleware:
    """Stores what the views had to tell, as the server closes an answer that it has sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if to_note := getattr(request, "events_to_note", None):
            close = response.close

            def close_and_store() -> None:
                store(to_note)
                close()

            response.close = close_and_store  # type: ignore[method-assign]
        return response


def store(to_note: list[Callable[[], list[Event]]]) -> None:
    if time.monotonic() < Pause.until:
        return
    try:
        with transaction.atomic():
            events = [each for told in to_note for each in told()]
            Event.objects.bulk_create(events, ignore_conflicts=True)
    except (DatabaseError, InterfaceError) as error:
        log.warning("events_dropped", error=str(error))
        if isinstance(error, OperationalError | InterfaceError):
            Pause.until = time.monotonic() + PAUSE
