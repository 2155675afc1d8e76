"""A thousand wait for eighty: the mails as a mail server gets them, and in which order."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.utils.timezone import now

from catalog.models import MovementReason, Variant
from shop.alerts.models import Mailbox, Occasion, Subscription
from shop.alerts.telling import tell_for
from tests.crash.mail_sink import Sink, listening
from tests.factories import make_product

pytestmark = [pytest.mark.crash, pytest.mark.django_db]


@pytest.fixture
def sink(settings) -> Iterator[Sink]:
    settings.ALERT_GRACE = 0
    settings.ALERT_FACTOR = 1.5
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sink = Sink()
    with listening(sink) as settings.EMAIL_PORT:
        settings.EMAIL_HOST = "127.0.0.1"
        yield sink


def queue_of(dress: Variant, people: int) -> list[str]:
    """Their addresses in the order in which they asked, which the shop learned in another one."""
    boxes = Mailbox.objects.bulk_create(
        Mailbox(address=f"shopper{n}@example.org", inbox=f"shopper{n}") for n in range(people)
    )
    random.Random(3).shuffle(boxes)
    Subscription.objects.bulk_create(
        Subscription(mailbox=box, variant=dress, state="active") for box in boxes
    )
    return [box.address for box in boxes]


def come(dress: Variant, pieces: int) -> None:
    Variant.objects.get(pk=dress.pk).move(pieces, MovementReason.RECEIVED)


def buy(dress: Variant, pieces: int) -> None:
    Variant.objects.get(pk=dress.pk).take(pieces)


def an_hour_goes_by() -> None:
    Occasion.objects.filter(due_at__isnull=False).update(due_at=now())


def post_comes() -> None:
    while tell_for(60):
        pass


def test_as_many_are_told_as_there_is_something_for_and_in_their_order(sink, full, counts):
    people, units = (1000, 80) if full else (50, 4)
    dress = make_product("Alva dress", stock={"M": 0}).variants.get()
    queue = queue_of(dress, people)
    batches: list[int] = []

    def post_brings(so_many: int) -> None:
        """The next in the queue, in its order; and nobody who was told before."""
        post_comes()
        assert sink.order == queue[: sum(batches) + so_many]
        batches.append(so_many)

    come(dress, units)
    post_brings(units * 3 // 2)
    buy(dress, units // 2)
    post_brings(0)  # before the hour is over
    an_hour_goes_by()
    post_brings(units * 3 // 4)
    buy(dress, units // 2)
    an_hour_goes_by()
    post_brings(0)
    come(dress, people)
    post_brings(people - units * 9 // 4)
    an_hour_goes_by()
    post_brings(0)
    assert sink.duplicates == 0
    first, _, second, _, rest, _ = batches
    counts(
        f"{people} wait, {units} units: {first} mails; {units // 2} bought: {second} more; the "
        f"other {units // 2} bought: none; {people} came: the other {rest}. All in the order in "
        "which people asked, each once"
    )
