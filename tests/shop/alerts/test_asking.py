"""Asking to be told when a size is back: nothing comes of it before its owner has said yes."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from shop.alerts.models import Letter, Mailbox, Subscription
from tests.at_once import at_once
from tests.shop.alerts.letters import ADA, BOB, asks, link_in, post_comes, says_yes
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def later(**time: int) -> None:
    """Let so much time go by since every letter and every wish."""
    ago = timedelta(**time)
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(created_at=letter.created_at - ago)
    for alert in Subscription.objects.all():
        Subscription.objects.filter(pk=alert.pk).update(created_at=alert.created_at - ago)
    Mailbox.objects.filter(due_at__isnull=False).update(due_at=now())


def test_she_asks_beside_the_sold_out_size_and_says_yes(client, sold_out_dress, mailoutbox):
    page = client.get(f"{sold_out_dress.product.get_absolute_url()}?size=M")
    assert "Tell me when M is back" in words_of(page)
    answer = asks(client, sold_out_dress, " Ada@Example.ORG ")
    assert answer.url == f"{sold_out_dress.product.get_absolute_url()}?size=M"
    assert "Look into your mail: we have written to ada@example.org" in words_of(
        client.get(answer.url)
    )
    post_comes()
    [mail] = mailoutbox
    assert mail.to == [ADA]
    assert mail.subject == "Shall we tell you? Linnea dress"
    assert "Linnea dress, M: when it is back" in mail.body
    assert Subscription.objects.get().state == "pending"
    assert "Noted" in words_of(says_yes(client, mail))
    assert Subscription.objects.get().state == "active"


def test_a_size_in_stock_has_no_such_form(client, its_lookalike):
    page = client.get(f"{its_lookalike.get_absolute_url()}?size=M")
    assert "is back" not in words_of(page)
    answer = asks(client, in_size(its_lookalike, "M"))
    assert "is in stock just now" in words_of(client.get(answer.url))
    assert not Subscription.objects.exists()


def test_htmx_gets_the_answer_in_the_place_of_the_form(client, sold_out_dress):
    form = {"variant": sold_out_dress.pk, "email": "not an address"}
    wrong = client.post("/alerts/new/", form, headers=HTMX)
    assert wrong.status_code == 200
    assert "Enter a valid email address." in words_of(wrong)
    assert 'value="not an address"' in text_of(wrong)
    right = client.post("/alerts/new/", {**form, "email": ADA}, headers=HTMX)
    assert words_of(right).startswith("Look into your mail")
    assert "<html" not in text_of(right)


def test_without_javascript_a_wrong_address_has_a_page(client, sold_out_dress):
    page = asks(client, sold_out_dress, "ada@")
    assert page.status_code == 422
    assert "Enter a valid email address." in words_of(page)


@pytest.mark.parametrize("variant", ["", "nine", "0", "999999999"])
def test_of_what_is_not_sold_here_nobody_is_told(client, sold_out_dress, variant):
    assert client.post("/alerts/new/", {"variant": variant, "email": ADA}).status_code == 404


def test_asking_twice_is_asking_once(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    asks(client, sold_out_dress)
    post_comes()
    later(hours=2)
    post_comes()
    assert Subscription.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_wish_nobody_confirmed_dies(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    post_comes()
    later(hours=73)
    page = says_yes(client, mailoutbox[0])
    assert "Nothing is waiting to be told to you" in words_of(page)
    assert Subscription.objects.get().state == "pending"


def test_a_stranger_cannot_fill_her_mailbox(
    sold_out_dress, its_lookalike, same_dress_in_red, mailoutbox, settings
):
    """One letter an hour, five a day, to one inbox, under whatever name and from wherever."""
    settings.ALERT_RATE = "1000/hour"
    small = in_size(its_lookalike, "M")
    small.move(-3, "damaged")
    sent = []
    for hour in range(26):
        for address in (ADA, f"ada+{hour}@example.org"):
            asks(Client(), small if hour % 2 else sold_out_dress, address)
        post_comes()
        sent.append(len(mailoutbox))
        later(hours=1, seconds=1)
    assert sent[:7] == [1, 2, 3, 4, 5, 5, 5]
    assert sent[23] == 5
    assert sent[25] <= 7


def test_what_she_asked_within_the_hour_is_confirmed_by_the_one_letter(
    client, sold_out_dress, same_dress_in_red, mailoutbox
):
    red = in_size(same_dress_in_red, "M")
    asks(client, sold_out_dress)
    post_comes()
    red.move(-1, "damaged")
    asks(client, red)
    post_comes()
    assert len(mailoutbox) == 1
    says_yes(client, mailoutbox[0])
    assert set(Subscription.objects.values_list("state", flat=True)) == {"active"}


def test_a_wish_of_the_same_hour_is_asked_about_when_the_hour_is_over(
    client, sold_out_dress, same_dress_in_red, mailoutbox
):
    red = in_size(same_dress_in_red, "M")
    asks(client, sold_out_dress)
    post_comes()
    red.move(-1, "damaged")
    asks(client, red)
    post_comes()
    later(hours=1)
    post_comes()
    assert len(mailoutbox) == 2
    assert "Linnea dress in red, M" in mailoutbox[1].body


def test_the_answers_tell_nobody_who_subscribes(client, sold_out_dress, mailoutbox, settings):
    """Known, strange, suppressed: the same page, the same statements."""
    settings.ALERT_RATE = "1000/hour"
    asks(client, sold_out_dress, ADA)
    post_comes()
    says_yes(client, mailoutbox[0])
    asks(client, sold_out_dress, "never@example.org")
    Mailbox.objects.get(address="never@example.org").suppress("asked")
    seen = set()
    for email in (ADA, BOB, "never@example.org"):
        for path, form in (("new/", {"variant": sold_out_dress.pk}), ("", {})):
            visitor = Client()
            with CaptureQueriesContext(connection) as queries:
                answer = visitor.post(f"/alerts/{path}", {**form, "email": email}, headers=HTMX)
            statements = tuple(query["sql"].split()[0] for query in queries)
            said = text_of(answer).replace(email, "…")
            seen.add((path, answer.status_code, said.split("csrf")[0], statements))
    assert len(seen) == 2


def test_the_link_goes_only_to_who_has_alerts(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    post_comes()
    says_yes(client, mailoutbox.pop())
    later(hours=2)
    for email in (ADA, BOB):
        page = client.post("/alerts/", {"email": email}, follow=True)
        assert f"If {email} has alerts with us" in words_of(page)
    post_comes()
    [mail] = mailoutbox
    assert mail.to == [ADA]
    assert mail.subject == "Your alerts at Understudy"
    page = client.get(link_in(mail))
    assert "We tell you of" in words_of(page)


def test_one_visitor_may_not_ask_without_end(client, sold_out_dress, settings):
    settings.ALERT_RATE = "3/hour"
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    for number in range(3):
        assert asks(client, sold_out_dress, f"shopper{number}@example.org").status_code == 302
    refused = asks(client, sold_out_dress)
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 3601
    form = {"variant": sold_out_dress.pk, "email": ADA}
    assert client.post("/alerts/new/", form, **elsewhere).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_many_hands_send_one_letter(sold_out_dress, mailoutbox):
    asking = [partial(asks, Client(), sold_out_dress, f"ada+{n}@example.org") for n in range(6)]
    assert {answer.status_code for answer in at_once(asking)} == {302}
    at_once([post_comes] * 4)
    assert len(mailoutbox) == 1
