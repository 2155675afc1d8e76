"""Mail that comes back: whatever reads it says so, and nothing goes there again."""

from __future__ import annotations

import pytest

from shop.alerts.models import Mailbox, Subscription
from tests.shop.alerts.letters import ADA, BOB, asks, post_comes, waiting
from tests.shop.integrator import code_of, integrator, once, problem_of

pytestmark = pytest.mark.django_db

BOUNCES = "/api/v1/bounces/"


@pytest.fixture
def mail_server():
    return integrator("bounces", name="Mail server")


def test_nothing_goes_to_a_mailbox_that_is_gone(mail_server, sold_out_dress, client, mailoutbox):
    waiting(sold_out_dress, ADA)
    came_back = [{"address": "ADA@Example.org"}, {"address": BOB, "why": "transient"}]
    answer = mail_server.post(BOUNCES, {"bounces": came_back})
    assert answer.json() == {"suppressed": 1}
    assert not Subscription.objects.get().is_active
    for address in (ADA, BOB):
        asks(client, sold_out_dress, address)
    post_comes()
    assert [mail.to for mail in mailoutbox] == [[BOB]]


def test_an_address_nobody_knows_is_noted_too_and_why(mail_server):
    bounces = [{"address": ADA}, {"address": BOB, "why": "complaint"}]
    once(mail_server, "batch 7", BOUNCES, {"bounces": bounces})
    again = once(mail_server, "batch 7", BOUNCES, {"bounces": bounces})
    assert again["Idempotent-Replayed"] == "true"
    why = dict(Mailbox.objects.values_list("address", "suppressed_why"))
    assert why == {ADA: "bounced", BOB: "asked"}


def test_of_several_bounces_of_one_address_a_later_mild_one_takes_nothing_back(mail_server):
    bounces = [{"address": ADA, "why": "permanent"}, {"address": ADA, "why": "transient"}]
    answer = mail_server.post(BOUNCES, {"bounces": bounces})
    assert answer.json() == {"suppressed": 1}
    assert Mailbox.objects.get(address=ADA).is_suppressed


def test_what_is_no_bounce_is_refused_whole(mail_server):
    refused = mail_server.post(BOUNCES, {"bounces": [{"address": ADA}, {"address": "nobody"}]})
    assert list(problem_of(refused)["errors"]) == ["bounces.1.address"]
    for body in ({}, {"bounces": []}, {"bounces": [{"address": ADA, "why": "late"}]}):
        assert mail_server.post(BOUNCES, body).status_code == 400
    assert not Mailbox.objects.exists()


def test_only_a_key_for_it_may_silence_somebody(client):
    assert code_of(integrator("alerts").post(BOUNCES, {})) == "permission_denied"
    assert client.post(BOUNCES).status_code == 401
