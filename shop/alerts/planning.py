"""Who is told that a size is back: the first in the queue, as many as there is something for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from shop.alerts.listeners import tell_listeners
from shop.alerts.models import Delivery, DeliveryState, Mailbox, Restock, Subscription
from shop.alerts.models.restock import RestockQuerySet
from shop.alerts.quiet_hours import end_of_quiet

#: Restocks looked at in one transaction.
AT_ONCE = 100


@transaction.atomic
def plan() -> int:
    """Look at some of the restocks that are due; how many. Nobody else looks at them meanwhile.

    Whoever joins the queue wakes the restock (`Subscription.Meta.triggers`), and waits for this
    transaction if it has just been found without a queue.
    """
    due = Restock.objects.due().order_by("due_at").select_for_update(skip_locked=True, no_key=True)
    locked = [restock.pk for restock in due.only("pk")[:AT_ONCE]]
    looked_at = Restock.objects.filter(pk__in=locked)
    looked_at.over().update(closed_at=now(), due_at=None)
    tell_listeners(open_of(looked_at))
    looked_at.without_queue().update(due_at=None)
    if morning := end_of_quiet(now()):
        looked_at.filter(due_at__isnull=False).update(due_at=morning)
    else:
        for restock in open_of(looked_at):
            tell_the_next(restock)
        wake_mailboxes(locked)
    return len(locked)


def open_of(restocks: RestockQuerySet) -> list[Restock]:
    return list(restocks.filter(due_at__isnull=False).select_related("variant__product"))


def tell_the_next(restock: Restock) -> None:
    """Write down who is told now; the next after ALERT_BATCH_WAIT, if pieces are left by then."""
    units = restock.units
    within_reach = restock.queue.filter(quantity__lte=units)[: promised(units) + 1]
    chosen = next_in_line(within_reach, units)
    Delivery.objects.bulk_create(
        [Delivery(subscription=alert, restock=restock) for alert in chosen],
        update_conflicts=True,  # it had been withdrawn when too few were left
        unique_fields=["subscription", "restock"],
        update_fields=["state", "letter"],
    )
    nobody_left = not chosen and not restock.queue.exists()
    wait = timedelta(seconds=settings.ALERT_BATCH_WAIT)
    restock.look_again(at=None if nobody_left else now() + wait)


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


def wake_mailboxes(restocks: list[int]) -> None:
    planned = Delivery.objects.filter(
        restock__in=restocks, state=DeliveryState.WAITING, letter__isnull=True
    )
    written_to = planned.values_list("subscription__mailbox", flat=True).order_by()
    Mailbox.objects.wake(set(written_to), at=now())
