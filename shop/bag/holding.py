"""What a bag holds while its shopper is at the till, so that nobody buys it from under her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from catalog.models import Reservation
from shop.bag.checkout import BagIsEmpty, LinesLost, locked_in_order
from shop.bag.models import Bag, BagLine

#: A line whose time at the till is used up is held anew so long after it first was.
ANEW_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Hold:
    """What the till says of the bag's holds."""

    until: datetime | None  # when the first runs out; None if there is a line not held in full
    is_last: bool  # going to the till again puts that off no further
    minutes_in_all: int


@transaction.atomic
def hold(bag: Bag) -> None:
    """Hold all that is in the bag for RESERVATION_MINUTES from now, or nothing more than before.

    A line that has been held for RESERVATION_MINUTES_IN_ALL is not held any more: she can order it
    as long as nobody else does. Raises BagIsEmpty, or LinesLost with the lines of which too few
    are left.
    """
    bag = Bag.objects.select_for_update().get(pk=bag.pk)
    now = timezone.now()
    fresh = Q(held_since=None) | Q(held_since__lte=now - ANEW_AFTER)
    bag.lines.filter(fresh).update(held_since=now)
    lines = bag.contents()
    if not lines:
        raise BagIsEmpty
    lost = [line for line in locked_in_order(lines) if not hold_line(line, now)]
    if lost:
        raise LinesLost(lost)


def hold_line(line: BagLine, now: datetime) -> bool:
    variant = line.variant
    until = min(now + timedelta(minutes=settings.RESERVATION_MINUTES), last_moment(line, now))
    return variant.product.is_active and (
        until <= now or Reservation.objects.hold(variant, line.quantity, line.bag.holder, until)
    )


def last_moment(line: BagLine, now: datetime) -> datetime:
    """Until when the line can be held at most."""
    since = line.held_since
    if since is None or since <= now - ANEW_AFTER:
        since = now
    return since + timedelta(minutes=settings.RESERVATION_MINUTES_IN_ALL)


def hold_of(bag: Bag, lines: list[BagLine]) -> Hold:
    now = timezone.now()
    until = held_until(bag, lines)
    is_last = any(last_moment(line, now) <= (until or now) for line in lines)
    return Hold(until, is_last, settings.RESERVATION_MINUTES_IN_ALL)


def held_until(bag: Bag, lines: list[BagLine]) -> datetime | None:
    holds = {hold.variant_id: hold for hold in Reservation.objects.of(bag.holder).live()}
    if any(
        line.variant_id not in holds or holds[line.variant_id].quantity < line.quantity
        for line in lines
    ):
        return None
    return min((holds[line.variant_id].expires_at for line in lines), default=None)


@transaction.atomic
def give_back_surplus(bag: Bag) -> None:
    """Give back what the bag holds beyond what lies in it."""
    wanted = dict(bag.lines.values_list("variant", "quantity"))
    for shelf in Reservation.objects.of(bag.holder).locked_shelves():
        mine = shelf.reservations.of(bag.holder)
        if shelf.pk in wanted:
            mine.filter(quantity__gt=wanted[shelf.pk]).update(quantity=wanted[shelf.pk])
        else:
            mine.delete()


def contents_of(bag: Bag) -> list[BagLine]:
    """What lies in the bag; nothing is kept from it by a hold that has run out."""
    lines = bag.contents()
    short = [line.variant_id for line in lines if line.is_short]
    if short and Reservation.objects.filter(variant__in=short).expired().release():
        return bag.contents()
    return lines
