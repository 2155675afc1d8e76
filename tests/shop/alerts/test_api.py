"""Alerts as an integrator asks for them."""

from __future__ import annotations

import pytest
from django.test import Client

from shop.alerts.models import Mailbox, Subscription
from tests.factories import make_product
from tests.shop.alerts.letters import ADA, BOB, asks, post_comes, says_yes
from tests.shop.alerts.test_asking import later
from tests.shop.alerts.test_planning import arrive
from tests.shop.integrator import code_of, integrator, once, problem_of
from tests.shop.shopping import in_size

pytestmark = pytest.mark.django_db

ALERTS = "/api/v1/alerts/"


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


def ask(client, variant, email: str = ADA, **wish):
    body = {"variant": variant.pk, "email": email, **wish}
    return client.post(ALERTS, body, format="json")


def test_from_the_key_to_the_letter(client, sold_out_dress, mailoutbox):
    nordlys = integrator("alerts")
    answer = ask(nordlys, sold_out_dress, " Ada@Example.org", quantity=2)
    assert answer.status_code == 202
    address = f"{ALERTS}{answer.json()['id']}/"
    assert nordlys.get(address).json()["state"] == "pending"
    post_comes()
    says_yes(client, mailoutbox.pop())
    row = nordlys.get(address).json()
    assert (row["state"], row["email"], row["quantity"]) == ("active", ADA, 2)
    arrive(sold_out_dress, 2)
    post_comes()
    assert mailoutbox[0].subject == "Back in stock: Linnea dress, M"
    assert nordlys.get(address).json()["state"] == "told"


def test_the_answer_does_not_tell_whom_the_shop_knows(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    post_comes()
    says_yes(client, mailoutbox[0])
    Mailbox.objects.create(address="never@example.org", inbox="never@example.org").suppress("asked")
    nordlys = integrator("alerts")
    for email in (ADA, BOB, "never@example.org"):
        answer = ask(nordlys, sold_out_dress, email)
        assert (answer.status_code, list(answer.json())) == (202, ["id"])
        assert nordlys.get(f"{ALERTS}{answer.json()['id']}/").json()["state"] == "pending"


def test_asked_twice_it_is_one_alert(sold_out_dress):
    nordlys = integrator("alerts")
    assert ask(nordlys, sold_out_dress).json() == ask(nordlys, sold_out_dress).json()
    assert Subscription.objects.count() == 1


def test_who_asked_in_two_ways_is_told_once(client, sold_out_dress, mailoutbox):
    asks(client, sold_out_dress)
    ask(integrator("alerts"), sold_out_dress)
    post_comes()
    says_yes(client, mailoutbox.pop())
    assert Subscription.objects.active().count() == 2
    arrive(sold_out_dress, 9)
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Back in stock: Linnea dress, M"
    assert mail.body.count("Linnea dress, M") == 1


def test_a_wish_that_nobody_confirmed_may_be_asked_anew(client, sold_out_dress, mailoutbox):
    nordlys = integrator("alerts")
    first = ask(nordlys, sold_out_dress).json()["id"]
    asks(client, sold_out_dress)
    post_comes()
    later(hours=73)
    second = ask(nordlys, sold_out_dress).json()["id"]
    asks(client, sold_out_dress)
    assert first != second
    assert Subscription.objects.pending().count() == 2
    post_comes()
    assert len(mailoutbox) == 2


def test_a_key_sees_what_it_asked_for_and_nothing_else(sold_out_dress):
    nordlys, other = integrator("alerts"), integrator("alerts", name="Other")
    alert = ask(nordlys, sold_out_dress).json()["id"]
    for deed in (other.get, other.delete):
        assert deed(f"{ALERTS}{alert}/").status_code == 404
    assert other.post(f"{ALERTS}{alert}/test/").status_code == 404
    assert other.get(ALERTS).json()["results"] == []
    assert nordlys.get(f"{ALERTS}nonsense/").status_code == 404


def test_the_list_comes_in_pages_by_cursor(sold_out_dress):
    nordlys = integrator("alerts")
    asked = [ask(nordlys, sold_out_dress, f"s{n}@example.org").json()["id"] for n in range(5)]
    seen, url = [], f"{ALERTS}?limit=2"
    while url:
        page = nordlys.get(url).json()
        seen += [row["id"] for row in page["results"]]
        ask(nordlys, sold_out_dress, f"late{len(seen)}@example.org")
        url = page["next"]
    assert seen == asked[::-1]


def test_ended_it_tells_nobody(client, sold_out_dress, mailoutbox):
    nordlys = integrator("alerts")
    alert = ask(nordlys, sold_out_dress).json()["id"]
    post_comes()
    says_yes(client, mailoutbox.pop())
    assert nordlys.delete(f"{ALERTS}{alert}/").status_code == 204
    arrive(sold_out_dress, 1)
    post_comes()
    assert mailoutbox == []


def test_a_sample_goes_only_to_who_said_yes_and_not_often(client, sold_out_dress, mailoutbox):
    nordlys = integrator("alerts")
    alert = ask(nordlys, sold_out_dress).json()["id"]
    refused = nordlys.post(f"{ALERTS}{alert}/test/")
    assert (refused.status_code, code_of(refused)) == (409, "not_confirmed")
    post_comes()
    says_yes(client, mailoutbox.pop())
    for _ in range(3):
        assert nordlys.post(f"{ALERTS}{alert}/test/").status_code == 202
        post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Test: Back in stock: Linnea dress, M"
    assert "This is a test. Nothing has happened." in mail.body
    assert Subscription.objects.get().is_active


def test_sent_again_a_wish_is_one_wish(sold_out_dress):
    nordlys = integrator("alerts")
    body = {"variant": sold_out_dress.pk, "email": ADA}
    answers = [once(nordlys, "wish 1", ALERTS, body).json() for _ in range(2)]
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    "wrong",
    [{"email": "ada"}, {"variant": 0}, {"variant": None}, {"quantity": 0}, {"kind": "birthday"}],
)
def test_what_cannot_be_asked_for_is_refused_by_name(sold_out_dress, wrong):
    body = {"variant": sold_out_dress.pk, "email": ADA, **wrong}
    refused = integrator("alerts").post(ALERTS, body, format="json")
    assert (refused.status_code, code_of(refused)) == (400, "invalid")
    assert list(problem_of(refused)["errors"]) == list(wrong)


def test_of_what_is_not_on_sale_nobody_is_told():
    draft = in_size(make_product("Draft", status="draft", stock={"M": 0}), "M")
    assert ask(integrator("alerts"), draft).status_code == 400


def test_a_browser_session_opens_nothing(admin_client, sold_out_dress):
    assert admin_client.get(ALERTS).status_code == 401
    assert Client().get(ALERTS).status_code == 401
