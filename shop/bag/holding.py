"""What a bag holds while its shopper is at the till, so that nobody buys it from under her."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog.models import Reservation
from shop.bag.checkout import BagIsEmpty, LinesLost, locked_in_order
from shop.bag.models import Bag, BagLine


@transaction.atomic
def hold(bag: Bag) -> None:
    """Hold all that is in the bag for RESERVATION_MINUTES from now, or nothing more than before.

    Raises BagIsEmpty, or LinesLost with the lines of which too few are left.
    """
    bag = Bag.objects.select_for_update().get(pk=bag.pk)
    lines = bag.contents()
    if not lines:
        raise BagIsEmpty
    until = timezone.now() + timedelta(minutes=settings.RESERVATION_MINUTES)
    lost = [line for line in locked_in_order(lines) if not hold_line(line, until)]
    if lost:
        raise LinesLost(lost)


def hold_line(line: BagLine, until: datetime) -> bool:
    variant = line.variant
    return variant.product.is_active and Reservation.objects.hold(
        variant, line.quantity, line.bag.holder, until
    )


def held_until(bag: Bag, lines: list[BagLine]) -> datetime | None:
    """When the first of its holds runs out; None if there is a line that is not held in full."""
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
