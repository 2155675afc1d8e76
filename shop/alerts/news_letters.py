"""The letter that tells her what is back: one for all that she waits to be told of."""

from __future__ import annotations

from django.utils.timezone import now

from shop.alerts.models import (
    Delivery,
    DeliveryState,
    Letter,
    LetterKind,
    Mailbox,
    Subscription,
    SubscriptionState,
)
from shop.alerts.models.delivery import DeliveryQuerySet


def news_letter(mailbox: Mailbox) -> Letter | None:
    """A letter with all that a locked mailbox is to be told and that is still true, if any is."""
    waiting = Delivery.objects.waiting().filter(subscription__mailbox=mailbox, letter=None)
    withdraw_untrue(waiting)
    if not waiting.exists():
        return None
    letter = Letter.objects.create(mailbox=mailbox, kind=LetterKind.NEWS)
    waiting.update(letter=letter)
    return letter


def withdraw_untrue(waiting: DeliveryQuerySet) -> None:
    """What sold out again meanwhile is not told; she keeps her place for the next time."""
    untrue = [delivery.pk for delivery in waiting.with_goods() if not delivery.still_true]
    gone = Delivery.objects.filter(pk__in=untrue)
    gone.update(state=DeliveryState.WITHDRAWN, letter=None)


def told(letter: Letter) -> None:
    """Note that she has been told. An alert is over with that."""
    news = letter.deliveries.waiting()
    alerts = Subscription.objects.active().filter(deliveries__in=news)
    alerts.update(state=SubscriptionState.TOLD, ended_at=now())
    news.update(state=DeliveryState.SENT, sent_at=now())


def given_up(letter: Letter) -> None:
    letter.deliveries.waiting().update(state=DeliveryState.FAILED)
