"""Public keys: for everybody to read, for pages of their origins alone, and for nothing else."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from shop.alerts.models import Subscription
from shop.api.models import ApiKey
from shop.api.origins import origin_of
from tests.shop.alerts.letters import ADA, post_comes, says_yes
from tests.shop.integrator import code_of, holding, problem_of
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db

NORDLYS = "https://www.nordlys.example"
WIDGET = "/api/v1/widget/"


@pytest.fixture(autouse=True)
def fresh_rate() -> None:
    cache.clear()


@pytest.fixture
def key() -> ApiKey:
    return ApiKey.objects.publish("Nordlys", [NORDLYS])


def asks(key: ApiKey, path: str = "", origin: str | None = NORDLYS, **options):
    headers = {"Origin": origin} if origin else {}
    return Client().get(WIDGET + path, {"key": key.public_text, **options}, headers=headers)


def tells(key: ApiKey, variant, email: str = ADA, origin: str = NORDLYS):
    wish = {"variant": variant.pk, "email": email}
    url = f"{WIDGET}alerts/?key={key.public_text}"
    return Client().post(url, wish, "application/json", headers={"Origin": origin})


def test_all_that_the_widget_shows_comes_in_one_answer(key, sold_out_dress, its_lookalike):
    answer = asks(key, sku=sold_out_dress.sku)
    said = answer.json()
    assert said["product"]["title"] == "Linnea dress"
    assert (said["chosen"]["size"], said["chosen"]["in_stock"]) == ("M", False)
    assert [row["product"]["title"] for row in said["results"]] == ["Alva dress"]
    assert answer["Access-Control-Allow-Origin"] == NORDLYS
    assert "Origin" in answer["Vary"]
    assert not answer.cookies
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    ("size", "chosen"), [("", "M"), ("S", "S"), ("l", "L")], ids=["sold out", "S", "small l"]
)
def test_by_product_the_first_sold_out_size_unless_one_is_named(key, sold_out_dress, size, chosen):
    said = asks(key, product=sold_out_dress.product_id, size=size).json()
    assert said["chosen"]["size"] == chosen


@pytest.mark.parametrize("options", [{}, {"product": "x"}, {"product": "9" * 20}])
def test_what_names_no_garment_is_refused(key, options):
    assert list(problem_of(asks(key, **options))["errors"]) == ["sku"]


@pytest.mark.parametrize("options", [{"sku": "D-99"}, {"sku": "\0"}, {"product": 4711}])
def test_what_is_not_on_sale_is_not_there_and_the_page_may_read_so(key, options):
    answer = asks(key, **options)
    assert code_of(answer) == "not_found"
    assert answer["Access-Control-Allow-Origin"] == NORDLYS


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://www.nordlys.example", f"{NORDLYS}.evil.example"]
)
def test_pages_of_other_origins_get_nothing_and_may_not_read_why(key, sold_out_dress, origin):
    refused = asks(key, sku=sold_out_dress.sku, origin=origin)
    assert code_of(refused) == "permission_denied"
    assert "Access-Control-Allow-Origin" not in refused
    assert tells(key, sold_out_dress, origin=origin).status_code == 403
    assert not Subscription.objects.exists()


def test_our_own_frame_needs_no_leave(key, sold_out_dress):
    assert asks(key, sku=sold_out_dress.sku, origin=None).status_code == 200
    assert asks(key, sku=sold_out_dress.sku, origin="http://testserver").status_code == 200


def test_a_browser_that_asks_first_is_told_what_it_may_send(key):
    url = f"{WIDGET}alerts/?key={key.public_text}"
    asked = {"Origin": NORDLYS, "Access-Control-Request-Method": "POST"}
    answers = [Client().options(url, headers=asked) for _ in range(30)]
    assert {answer.status_code for answer in answers} == {204}
    assert answers[0]["Access-Control-Allow-Origin"] == NORDLYS
    assert answers[0]["Access-Control-Allow-Headers"] == "Content-Type"
    assert "POST" in answers[0]["Access-Control-Allow-Methods"]
    other = Client().options(url, headers=asked | {"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other


def test_who_asks_from_another_shops_page_has_to_say_yes(key, sold_out_dress, mailoutbox, client):
    assert tells(key, sold_out_dress).status_code == 202
    assert not Subscription.objects.get().is_active
    post_comes()
    says_yes(client, mailoutbox[0])
    assert Subscription.objects.get().is_active
    assert Subscription.objects.get().owner == key


def test_one_visitor_asks_for_so_many_letters_and_no_more(key, sold_out_dress, settings):
    settings.ALERT_RATE = "2/hour"
    statuses = [tells(key, sold_out_dress, f"ada{n}@example.org").status_code for n in range(3)]
    assert statuses == [202, 202, 429]


def test_a_public_key_opens_nothing_else(key, sold_out_dress):
    for text in (key.public_text, f"us_{key.prefix}_", f"us_{key.prefix}_x"):
        assert holding(text).get("/api/v1/alerts/").status_code == 401
    assert Client().get("/api/v1/alerts/", {"key": key.public_text}).status_code == 401
    key.revoke()
    assert asks(key, sku=sold_out_dress.sku).status_code == 401


def test_no_secret_key_stands_in_a_page(sold_out_dress):
    key, text = ApiKey.objects.issue("Nordlys", ["alerts"])
    for guess in (text, f"up_{key.prefix}"):
        refused = Client().get(WIDGET, {"key": guess, "sku": sold_out_dress.sku})
        assert refused.status_code == 401
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiKey.objects.filter(pk=key.pk).update(origins=[NORDLYS])


# -- made -----------------------------------------------------------------------------------------


def test_a_public_key_by_the_command_line(capsys, sold_out_dress):
    call_command("api_key", "Nordlys", "--origin", f"{NORDLYS.upper()}/", "--origin", "http://a:81")
    text = capsys.readouterr().out.strip()
    key = ApiKey.objects.public(text)
    assert key.origins == [NORDLYS, "http://a:81"]
    for wrong in (["--origin", "nordlys"], ["--origin", NORDLYS, "--scope", "stock"], []):
        with pytest.raises(CommandError):
            call_command("api_key", "Nordlys", *wrong)


def test_staff_make_a_public_key_and_see_what_to_put_into_pages(admin_client, key):
    form = {"name": "Hav", "origins": f"{NORDLYS}/\nhttps://hav.example"}
    admin_client.post("/admin/api/apikey/add/", form)
    made = ApiKey.objects.get(name="Hav")
    assert made.origins == [NORDLYS, "https://hav.example"]
    page = words_of(admin_client.get(f"/admin/api/apikey/{made.pk}/change/"))
    assert f'data-key="{made.public_text}"' in page.replace("&quot;", '"')


@pytest.mark.parametrize(
    "fields", [{"origins": NORDLYS, "scopes": ["stock"]}, {}, {"origins": "nordlys"}]
)
def test_staff_make_no_key_that_is_both_or_neither(admin_client, fields):
    answer = admin_client.post("/admin/api/apikey/add/", {"name": "Hav", **fields})
    assert answer.context["errors"]
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HTTPS://Nordlys.example/", "https://nordlys.example"),
        ("https://nordlys.example:443", "https://nordlys.example"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(written, meant):
    assert origin_of(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("nordlys.example", "*", "null", "https://", "https://a/b", "https://a?b", "https://a#b"),
        *("https://u:p@a", "ftp://a", "javascript://a", "https://a:99999", "https://*.a", ""),
        *("https://a b", "https://a;", "https://" + "a" * 300, "https://a\nhttps://b"),
    ],
)
def test_what_is_no_origin_is_refused(written):
    with pytest.raises(ValidationError):
        origin_of(written)
