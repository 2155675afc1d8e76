"""Who is told of what happened: of a size that is back the first in the queue, as many as there is
something for; of all else whoever asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from shop.alerts.listeners import tell_listeners
from shop.alerts.models import (
    AlertKind,
    Delivery,
    DeliveryState,
    Mailbox,
    Occasion,
    Subscription,
)
from shop.alerts.models.occasion import OccasionQuerySet
from shop.alerts.quiet_hours import end_of_quiet

#: Occasions looked at in one transaction, and those who are told of one of them at a time.
AT_ONCE = 100
TOLD_AT_ONCE = 1_000


@transaction.atomic
def plan() -> int:
    """Look at some of the occasions that are due; how many. Nobody else looks at them meanwhile.

    Whoever joins the queue wakes the occasion (`Subscription.Meta.triggers`), and waits for this
    transaction if it has just been found without a queue.
    """
    due = Occasion.objects.due().order_by("due_at").select_for_update(skip_locked=True, no_key=True)
    locked = [occasion.pk for occasion in due.only("pk")[:AT_ONCE]]
    looked_at = Occasion.objects.filter(pk__in=locked)
    looked_at.over().update(closed_at=now(), due_at=None)
    tell_listeners(open_of(looked_at))
    looked_at.without_queue().update(due_at=None)
    if morning := end_of_quiet(now()):
        looked_at.filter(due_at__isnull=False).update(due_at=morning)
    else:
        for occasion in open_of(looked_at):
            tell_the_next(occasion)
        wake_mailboxes(locked)
    return len(locked)


def open_of(occasions: OccasionQuerySet) -> list[Occasion]:
    return list(occasions.filter(due_at__isnull=False).with_goods())


def tell_the_next(occasion: Occasion) -> None:
    """Write down who is told now, and when to look who is next."""
    in_turn = occasion.kind == AlertKind.BACK_IN_STOCK
    chosen = first_in_turn(occasion) if in_turn else all_who_asked(occasion)
    Delivery.objects.bulk_create(
        [Delivery(subscription=alert, occasion=occasion) for alert in chosen],
        update_conflicts=True,  # it had been withdrawn when it was true no more
        unique_fields=["subscription", "occasion"],
        update_fields=["state", "letter"],
    )
    occasion.look_again(at=when_to_look_again(occasion, chosen))


def when_to_look_again(occasion: Occasion, chosen: list[Subscription]) -> datetime | None:
    """After ALERT_BATCH_WAIT, if somebody still waits; at once where there were only too many."""
    if len(chosen) == TOLD_AT_ONCE and occasion.kind != AlertKind.BACK_IN_STOCK:
        return now()
    nobody_left = not chosen and not occasion.queue.exists()
    return None if nobody_left else now() + timedelta(seconds=settings.ALERT_BATCH_WAIT)


def all_who_asked(occasion: Occasion) -> list[Subscription]:
    return list(occasion.queue[:TOLD_AT_ONCE]) if occasion.units else []


def first_in_turn(restock: Occasion) -> list[Subscription]:
    units = restock.units
    within_reach = restock.queue.filter(quantity__lte=units)[: promised(units) + 1]
    return next_in_line(within_reach, units)


def next_in_line(queue: Iterable[Subscription], units: int) -> list[Subscription]:
    """The first of the queue for whom there is something, in its order.

    Not all who are told buy, so for `units` pieces ALERT_FACTOR times as many are promised. Who
    wants more than there is stays in her place; who wants more than is left to promise is the first
    of the next batch, and nobody overtakes her.
    """
    room, chosen = promised(units), []
    for alert in queue:
        if alert.quantity > units:
            continue
        room -= alert.quantity
        if room < 0:
            break
        chosen.append(alert)
    return chosen


def promised(units: int) -> int:
    return int(units * max(settings.ALERT_FACTOR, 1.0))


def wake_mailboxes(occasions: list[int]) -> None:
    planned = Delivery.objects.filter(
        occasion__in=occasions, state=DeliveryState.WAITING, letter__isnull=True
    )
    written_to = planned.values_list("subscription__mailbox", flat=True)
    # Sorted as people asked, for a letter that was withdrawn comes back under its old number.
    Mailbox.objects.wake(list(written_to.order_by("occasion", "subscription")), at=now())
