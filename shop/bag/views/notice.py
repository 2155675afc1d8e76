"""What a page that is open says of the bag, asked every now and then."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_htmx.http import trigger_client_event

from shop.bag.carrying import bag_of, glance_at_bag
from shop.bag.holding import contents_of
from shop.bag.rescue import Rescue, rescue

#: What a page shows until it has asked for more than its frame knows.
SHORT = "short"
SHOWN = 2  # pieces, with an understudy each; the bag shows the others
NOTHING_NEW = 204  # htmx leaves the page as it is


@require_safe
@never_cache
def notice(request: HttpRequest) -> HttpResponse:
    """Pieces in the bag that have sold out, with the best that can stand in for each.

    `shown` is what the page says already; where it would say the same again, it is left alone.
    """
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("bag")
    glance = glance_at_bag(request)
    rescues = rescued(request, glance.lost) if glance.lost else []
    if glance.pieces and request.GET.get("shown", "") == said_by(rescues):
        return HttpResponse(status=NOTHING_NEW)
    page = {"rescues": rescues, "shown": said_by(rescues), "is_answer": True}
    page["is_news"] = request.GET.get("shown") != SHORT
    if is_on_bag(request):
        return trigger_client_event(render(request, "bag/_watch.html", page), "bag-changed")
    return render(request, "bag/_notice.html", page)


def rescued(request: HttpRequest, lost: Sequence[int]) -> list[Rescue]:
    bag = bag_of(request)
    lines = contents_of(bag) if bag else []
    rescues = rescue(lines) if is_on_bag(request) else rescue(lines, each=1, most=SHOWN)
    return [each for each in rescues if each.line.pk in lost]


def said_by(rescues: Sequence[Rescue]) -> str:
    """Each line and what is offered in its place; empty where nothing is lost."""
    lost = [rescue for rescue in rescues if rescue.line.is_lost]
    return "_".join(f"{rescue.line.pk}.{rescue.best}" for rescue in lost)


def is_on_bag(request: HttpRequest) -> bool:
    """Whether htmx asks from the bag's own page, which marks its lines itself."""
    page = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
    return urlsplit(page or "").path == reverse("bag")
