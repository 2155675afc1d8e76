"""The kinds of alerts, as shoppers ask on the page and integrators through the API."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from catalog.models import Product
from shop.alerts.models import Message, Subscription
from shop.alerts.planning import plan
from tests.shop.alerts.letters import ADA, post_comes, says_yes
from tests.shop.alerts.test_planning import arrive
from tests.shop.integrator import code_of, integrator, problem_of
from tests.shop.shopping import in_size, text_of, words_of

pytestmark = pytest.mark.django_db

ALERTS = "/api/v1/alerts/"
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def no_grace(settings) -> None:
    settings.ALERT_GRACE = 0


def wish(kind: str, variant) -> dict[str, object]:
    """A whole one of each kind."""
    return {
        "back_in_stock": {"variant": variant.pk, "quantity": 2},
        "low_stock": {"variant": variant.pk, "threshold": 3},
        "price_drop": {"product": variant.product_id, "target": "45.00"},
        "similar_in_stock": {"variant": variant.pk},
    }[kind] | {"kind": kind}


KINDS = ("back_in_stock", "low_stock", "price_drop", "similar_in_stock")


@pytest.mark.parametrize("kind", KINDS)
def test_a_shopper_of_an_integrators_is_asked_first(client, sold_out_dress, kind, mailoutbox):
    nordlys = integrator("alerts")
    body = {**wish(kind, sold_out_dress), "email": ADA}
    answer = nordlys.post(ALERTS, body, format="json")
    assert answer.status_code == 202
    assert nordlys.post(ALERTS, body, format="json").json() == answer.json()
    post_comes()
    says_yes(client, mailoutbox.pop())
    row = nordlys.get(f"{ALERTS}{answer.json()['id']}/").json()
    assert (row["kind"], row["state"], row["email"]) == (kind, "active", ADA)
    assert {name: row[name] for name in body} == body


@pytest.mark.parametrize("kind", KINDS)
def test_an_integrator_listens_herself_and_gets_a_sample(sold_out_dress, kind):
    nordlys = integrator("alerts")
    asked = nordlys.post(ALERTS, wish(kind, sold_out_dress), format="json").json()
    assert nordlys.post(f"{ALERTS}{asked['id']}/test/").status_code == 202
    said = Message.objects.get().payload
    assert (said["data"]["test"], said["data"]["alert"]) == (True, asked["id"])
    [heard] = nordlys.get("/api/v1/events/").json()["results"] or [None]
    assert heard is None or heard["type"] == said["type"]


@pytest.mark.parametrize("number", ["1e400", "1.5", "true", str(10**30)])
@pytest.mark.parametrize("name", ["variant", "product"])
def test_a_number_that_is_no_id_is_refused_by_name(db, name, number):
    kind = {"variant": "back_in_stock", "product": "price_drop"}[name]
    body = f'{{"kind": "{kind}", "{name}": {number}}}'
    answer = integrator("alerts").post(ALERTS, body, content_type="application/json")
    assert name in problem_of(answer)["errors"]


@pytest.mark.parametrize(
    ("kind", "wrong", "named"),
    [
        ("back_in_stock", {"variant": None}, ["variant"]),
        ("back_in_stock", {"threshold": 3}, ["threshold"]),
        ("low_stock", {"threshold": 0}, ["threshold"]),
        ("low_stock", {"quantity": 2}, ["quantity"]),
        ("price_drop", {"variant": 1}, ["variant"]),
        ("price_drop", {"target": "0"}, ["target"]),
        ("price_drop", {"target": "1.001"}, ["target"]),
        ("similar_in_stock", {"target": "9"}, ["target"]),
    ],
)
def test_what_a_kind_has_no_use_for_is_refused_by_name(sold_out_dress, kind, wrong, named):
    if wrong.get("variant"):
        wrong = {"variant": sold_out_dress.pk}
    body = {**wish(kind, sold_out_dress), **wrong}
    refused = integrator("alerts").post(ALERTS, body, format="json")
    assert (refused.status_code, code_of(refused)) == (400, "invalid")
    assert list(problem_of(refused)["errors"]) == named


def test_what_a_kind_needs_is_named(sold_out_dress):
    nordlys = integrator("alerts")
    for kind, needed in (("low_stock", ["variant", "threshold"]), ("price_drop", ["product"])):
        refused = nordlys.post(ALERTS, {"kind": kind}, format="json")
        assert set(problem_of(refused)["errors"]) == set(needed)


def test_of_what_is_discontinued_only_the_like_is_told(sold_out_dress):
    Product.objects.update(status="discontinued")
    nordlys = integrator("alerts")
    statuses = {
        kind: nordlys.post(ALERTS, wish(kind, sold_out_dress), format="json").status_code
        for kind in KINDS
    }
    assert statuses == {
        "back_in_stock": 400,
        "low_stock": 400,
        "price_drop": 400,
        "similar_in_stock": 202,
    }


def ask_on_the_page(client, **fields):
    return client.post("/alerts/new/", {"email": ADA, **fields})


def test_she_asks_to_be_told_when_it_costs_less(client, its_lookalike, mailoutbox):
    page = client.get(its_lookalike.get_absolute_url())
    assert "Tell me when it costs less" in words_of(page)
    fields = {"kind": "price_drop", "product": its_lookalike.pk}
    answer = ask_on_the_page(client, **fields)
    assert answer.url == its_lookalike.get_absolute_url()
    post_comes()
    assert "Alva dress: when it costs less than €55.00" in mailoutbox[0].body
    page = says_yes(client, mailoutbox.pop())
    assert "See Alva dress, now €55.00" in words_of(page)
    Product.objects.filter(pk=its_lookalike.pk).update(price=40)
    post_comes()
    assert mailoutbox[0].subject == "Costs less: Alva dress"


def choices_on(page) -> list[str]:
    """What the page's one form offers to tell her, the likeliest first."""
    form = re.search(r'<form class="tell-me".*?</form>', text_of(page), re.DOTALL)
    assert form, "there is no such form"
    offered = re.findall(r"<option[^>]*>(.*?)</option>", form[0])
    return offered or re.findall(r"Tell me when (.*?)</label>", form[0])


def test_one_form_offers_what_can_still_happen(client, sold_out_dress, its_lookalike):
    """Of a size that is gone, of one with many pieces, with few, of none, of what is over."""
    dress, page = sold_out_dress.product, "{}?size={}".format
    in_size(dress, "S").move(5, "received")
    seen = {
        "gone": client.get(page(dress.get_absolute_url(), "M")),
        "many": client.get(page(dress.get_absolute_url(), "S")),
        "few": client.get(page(its_lookalike.get_absolute_url(), "M")),
        "no size": client.get(dress.get_absolute_url()),
    }
    Product.objects.filter(pk=dress.pk).update(status="discontinued")
    seen["discontinued"] = client.get(page(dress.get_absolute_url(), "M"))
    assert {name: choices_on(page) for name, page in seen.items()} == {
        "gone": ["M is back", "something like it arrives in M", "it costs less"],
        "many": ["only 3 are left in S", "it costs less"],
        "few": ["it costs less"],
        "no size": ["it costs less"],
        "discontinued": ["something like it arrives in M"],
    }


def test_what_is_offered_is_what_is_noted(client, sold_out_dress):
    """Every choice of the form, sent as a browser sends it."""
    many = in_size(sold_out_dress.product, "S")
    many.move(5, "received")
    for variant, kinds in (
        (sold_out_dress, ["back_in_stock", "similar_in_stock", "price_drop"]),
        (many, ["low_stock"]),
    ):
        both = {"variant": variant.pk, "product": variant.product_id}
        for kind in kinds:
            answer = ask_on_the_page(client, kind=kind, **both)
            assert answer.url.endswith(f"?size={variant.size.label}")
    assert [alert.said for alert in Subscription.objects.all()] == [
        "Linnea dress, M: when it is back",
        "Linnea dress, M: when something like it arrives",
        "Linnea dress: when it costs less than €60.00",
        "Linnea dress, S: when no more than 3 are left",
    ]


def test_where_it_is_so_already_nobody_waits(client, its_lookalike):
    variant = in_size(its_lookalike, "M")
    said = [
        words_of(client.post("/alerts/new/", {"email": ADA, **fields}, headers=HTMX))
        for fields in (
            {"kind": "similar_in_stock", "variant": variant.pk},
            {"kind": "low_stock", "variant": variant.pk},
            {"kind": "price_drop", "product": its_lookalike.pk, "target": "60"},
        )
    ]
    assert said == [
        "Alva dress, M is in stock just now.",
        "Alva dress, M: only 3 left just now.",
        "Alva dress costs €55.00 just now.",
    ]
    assert not Subscription.objects.exists()


def test_a_wrong_address_leaves_her_choice_as_it_was(client, sold_out_dress):
    both = {"variant": sold_out_dress.pk, "product": sold_out_dress.product_id}
    form = {"kind": "similar_in_stock", **both, "email": "nobody"}
    wrong = text_of(client.post("/alerts/new/", form, headers=HTMX))
    assert '<option value="similar_in_stock" selected>' in wrong
    assert f'name="product" value="{sold_out_dress.product_id}"' in wrong
    assert "Enter a valid email address." in wrong
    right = text_of(client.post("/alerts/new/", {**form, "email": ADA}, headers=HTMX))
    assert 'id="tell-me"' in right
    assert "Look into your mail" in right


@pytest.mark.parametrize(
    "fields", [{"kind": "price_drop"}, {"kind": "birthday"}, {"kind": "price_drop", "product": "0"}]
)
def test_of_what_is_not_sold_here_nobody_is_told(client, sold_out_dress, fields):
    assert ask_on_the_page(client, **fields).status_code == 404


def test_what_is_asked_for_twice_with_another_price_is_two_wishes(client, its_lookalike):
    for target in ("50", "50", "45"):
        ask_on_the_page(client, kind="price_drop", product=its_lookalike.pk, target=target)
    targets = Subscription.objects.values_list("target", flat=True)
    assert list(targets) == [Decimal(50), Decimal(45)]


def test_one_letter_tells_of_all_that_happened(client, sold_out_dress, its_lookalike, mailoutbox):
    ask_on_the_page(client, variant=sold_out_dress.pk)
    ask_on_the_page(client, kind="price_drop", product=its_lookalike.pk)
    post_comes()
    says_yes(client, mailoutbox.pop())
    arrive(sold_out_dress, 1)
    Product.objects.filter(pk=its_lookalike.pk).update(price=40)
    plan()
    post_comes()
    [mail] = mailoutbox
    assert mail.subject == "Back in stock: Linnea dress, M and 1 more"
    assert "Costs less: Alva dress, €40.00 instead of €55.00" in mail.body
