"""Which bag a request carries. A shopper gets one when she puts the first thing in."""

from __future__ import annotations

from django.db.models import Sum
from django.http import HttpRequest

from shop.bag.models import Bag, BagLine

KEY = "bag"


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


def pieces_in_bag(request: HttpRequest) -> int:
    number = request.session.get(KEY)
    if not number:
        return 0
    return BagLine.objects.filter(bag=number).aggregate(n=Sum("quantity"))["n"] or 0
