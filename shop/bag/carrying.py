"""Which bag a request carries. A shopper gets one when she puts the first thing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from shop.bag.models import Bag, BagLine

KEY = "bag"


@dataclass(frozen=True)
class Glance:
    """What every page says of the bag."""

    pieces: int = 0
    lost: tuple[int, ...] = ()  # keys of the lines of which nothing is left for her


def bag_of(request: HttpRequest) -> Bag | None:
    """The shopper's bag, or None if she has put nothing in one yet."""
    number = request.session.get(KEY)
    return Bag.objects.filter(pk=number).first() if number else None


def bag_for(request: HttpRequest) -> Bag:
    """The shopper's bag, handed to her now if she has none."""
    bag = bag_of(request) or Bag.objects.create()
    # Written even where it is the same: that puts the session's end, and so the bag's, off.
    request.session[KEY] = bag.pk
    return bag


def glance_at_bag(request: HttpRequest) -> Glance:
    """One query; none for who has put nothing in a bag yet."""
    number = request.session.get(KEY)
    if not number:
        return Glance()
    found = BagLine.objects.filter(bag=number).seen_by(Bag(pk=number).holder)
    return Glance(
        pieces=sum(quantity for _, quantity, _ in found),
        lost=tuple(pk for pk, _, is_gone in found if is_gone),
    )
