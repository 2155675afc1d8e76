"""From the shelf to the mailbox: one letter, true when it leaves, sent again until it is gone."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.utils.timezone import now

from catalog.models import Variant
from shop.alerts.models import Delivery, Letter, Mailbox, Subscription
from shop.alerts.outbox import WAITS, due_letters
from shop.alerts.planning import plan
from tests.shop.alerts.letters import ADA, BOB, asks, link_in, post_comes, says_yes, waiting
from tests.shop.alerts.test_planning import an_hour_goes_by, arrive, sell_all
from tests.shop.shopping import in_size, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


class Server(EmailBackend):
    """A mail server with moods: each mail meets the next of them."""

    moods: list[Exception] = []

    def send_messages(self, messages):
        if self.moods:
            raise self.moods.pop(0)
        return super().send_messages(messages)


@pytest.fixture
def server(settings) -> type[Server]:
    settings.EMAIL_BACKEND = f"{__name__}.Server"
    Server.moods = []
    return Server


def time_goes_by() -> None:
    Letter.objects.update(next_attempt_at=now())
    Mailbox.objects.update(due_at=now())


def test_the_whole_way(client, sold_out_dress, its_lookalike, mailoutbox):
    asks(client, sold_out_dress)
    post_comes()
    says_yes(client, mailoutbox.pop())
    arrive(sold_out_dress, 1)
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Back in stock: Linnea dress, M"
    assert "Linnea dress, M, €60.00" in mail.body
    path = f"{sold_out_dress.product.get_absolute_url()}?size=M&back="
    assert f"    http://127.0.0.1:8000{path}" in mail.body
    assert "Only 1 left" in words_of(client.get(path))
    sell_all(sold_out_dress)
    words = words_of(client.get(path))
    assert "It was back, and M is gone again." in words
    assert "Alva dress" in words
    assert "Nothing is waiting to be told to you" in words_of(client.get(link_in(mail)))
    assert Subscription.objects.get().state == "told"
    arrive(sold_out_dress, 1)
    post_comes()
    assert len(mailoutbox) == 1


def test_she_may_ask_again_once_she_was_told(client, sold_out_dress, mailoutbox):
    ada = waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    post_comes()
    ada.refresh_from_db()
    assert ada.state == "told"
    sell_all(sold_out_dress)
    asks(client, sold_out_dress)
    assert Subscription.objects.pending().count() == 1


def test_one_letter_tells_of_all_that_is_back(sold_out_dress, its_lookalike, mailoutbox):
    alva = in_size(its_lookalike, "M")
    sell_all(alva)
    for variant in (sold_out_dress, alva):
        waiting(variant, ADA)
    Variant.objects.update(on_hand=4)
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Back in stock: Linnea dress, M and 1 more"
    assert "Alva dress, M" in mail.body
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}


def test_letters_leave_in_the_order_in_which_people_asked(sold_out_dress, mailoutbox):
    """Not in that in which the shop came to know them."""
    known = [f"shopper{n}@example.org" for n in range(5)]
    for address in known:
        Mailbox.objects.create(address=address, inbox=address)
    for address in reversed(known):
        waiting(sold_out_dress, address)
    arrive(sold_out_dress, 5)
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[address] for address in reversed(known)]


def test_what_sold_out_before_the_post_left_is_not_told(sold_out_dress, mailoutbox):
    ada = waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    plan()
    sell_all(sold_out_dress)
    post_comes()
    assert mailoutbox == []
    assert Delivery.objects.get().state == "withdrawn"
    ada.refresh_from_db()
    assert ada.position == 1
    arrive(sold_out_dress, 1)
    post_comes()
    assert len(mailoutbox) == 1


def test_too_few_for_a_moment_is_not_told_never(sold_out_dress, mailoutbox):
    """It never sold out, so there is no other restock in which she could be told."""
    waiting(sold_out_dress, ADA, quantity=2)
    arrive(sold_out_dress, 2)
    plan()
    Variant.objects.filter(pk=sold_out_dress.pk).update(on_hand=1)
    post_comes()
    assert mailoutbox == []
    arrive(sold_out_dress, 3)
    an_hour_goes_by()
    post_comes()
    assert len(mailoutbox) == 1
    assert Delivery.objects.get().state == "sent"


def test_who_stopped_it_is_not_told(sold_out_dress, mailoutbox):
    ada, bob = waiting(sold_out_dress, ADA), waiting(sold_out_dress, BOB)
    arrive(sold_out_dress, 3)
    plan()
    Subscription.objects.filter(pk=ada.pk).end()
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB]]
    bob.refresh_from_db()
    assert bob.state == "told"


def test_a_server_that_is_away_loses_nothing(sold_out_dress, mailoutbox, server):
    for email in (ADA, BOB):
        waiting(sold_out_dress, email)
    arrive(sold_out_dress, 2)
    server.moods = [SMTPServerDisconnected("gone"), TimeoutError("silent")]
    post_comes()
    assert len(server.moods) == 1  # not tried with the next letter
    post_comes()
    assert mailoutbox == []
    names = set(Letter.objects.values_list("message_id", flat=True))
    time_goes_by()
    post_comes()
    assert {mail.extra_headers["Message-ID"] for mail in mailoutbox} == names
    assert len(mailoutbox) == 2


def test_a_letter_is_given_up_in_the_end(sold_out_dress, mailoutbox, server):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    server.moods = [OSError("no route")] * 100
    for _ in range(20):
        post_comes()
        time_goes_by()
    assert Letter.objects.get().attempts == len(WAITS) + 1
    assert Letter.objects.get().state == Delivery.objects.get().state == "failed"
    assert "no route" in Letter.objects.get().error


def test_an_address_that_is_none_gets_nothing_more(sold_out_dress, mailoutbox, server):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    server.moods = [SMTPRecipientsRefused({ADA: (550, b"no such user")})]
    post_comes()
    assert Mailbox.objects.get().suppressed_why == "bounced"
    assert Letter.objects.get().state == "failed"
    time_goes_by()
    post_comes()
    assert mailoutbox == []


def test_a_full_mailbox_is_tried_again(sold_out_dress, mailoutbox, server):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    server.moods = [SMTPRecipientsRefused({ADA: (452, b"full")})]
    post_comes()
    assert not Mailbox.objects.get().is_suppressed
    time_goes_by()
    post_comes()
    assert len(mailoutbox) == 1


def test_a_letter_whose_sender_died_is_sent_again_under_its_name(sold_out_dress, mailoutbox):
    waiting(sold_out_dress, ADA)
    arrive(sold_out_dress, 1)
    plan()
    taken = next(due_letters())  # and nothing was heard of him again
    post_comes()
    assert mailoutbox == []
    Mailbox.objects.update(claimed_until=now() - timedelta(seconds=1))
    post_comes()
    assert [mail.extra_headers["Message-ID"] for mail in mailoutbox] == [taken.message_id]


def test_what_comes_back_while_a_letter_is_out_is_told_in_another(
    sold_out_dress, its_lookalike, mailoutbox
):
    alva = in_size(its_lookalike, "M")
    sell_all(alva)
    for variant in (sold_out_dress, alva):
        waiting(variant, ADA)
    arrive(sold_out_dress, 1)
    plan()
    next(due_letters())
    arrive(alva, 1)
    plan()
    Mailbox.objects.update(claimed_until=None)
    post_comes()
    assert [mail.subject for mail in mailoutbox] == [
        "Back in stock: Linnea dress, M",
        "Back in stock: Alva dress, M",
    ]
