"""Keys: what they open, for how long, how often; and a request that is sent again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils.timezone import now
from rest_framework.test import APIClient

from catalog.models import StockMovement, Variant
from shop.api import idempotency
from shop.api.models import AnsweredRequest, ApiKey
from tests.at_once import at_once
from tests.factories import make_product
from tests.shop.integrator import code_of, holding, integrator, once
from tests.shop.shopping import in_size, words_of

pytestmark = pytest.mark.django_db

MOVEMENTS = "/api/v1/stock/movements/"


@pytest.fixture(autouse=True)
def fresh_rate() -> None:
    cache.clear()


@pytest.fixture
def dress() -> Variant:
    return in_size(make_product("Alva dress", stock={"M": 3}), "M")


def arrival(variant: Variant, pieces: int = 1) -> dict:
    return {"movements": [{"sku": variant.sku, "change": pieces, "reason": "received"}]}


def on_hand(variant: Variant) -> int:
    return Variant.objects.get(pk=variant.pk).on_hand


def test_without_a_key_and_with_another_scope_nothing_opens(dress):
    stranger, listener = APIClient(), integrator("alerts")
    for client in (stranger, holding("us_1234_guess"), holding("nonsense")):
        refused = client.post(MOVEMENTS, arrival(dress))
        assert refused.status_code == 401
        assert refused["WWW-Authenticate"] == "Bearer"
    refused = listener.post(MOVEMENTS, arrival(dress))
    assert (refused.status_code, code_of(refused)) == (403, "permission_denied")
    assert on_hand(dress) == 3


def test_a_key_is_kept_as_a_digest_and_its_last_use_is_shown(dress):
    key, text = ApiKey.objects.issue("Nordlys", ["stock"])
    assert text.rpartition("_")[2] not in str(ApiKey.objects.values())
    assert holding(text).post(MOVEMENTS, arrival(dress)).status_code == 200
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_a_replaced_key_opens_for_another_day(dress):
    key, old = ApiKey.objects.issue("Nordlys", ["stock"])
    new = key.renew()
    for text in (old, new):
        assert holding(text).post(MOVEMENTS, arrival(dress)).status_code == 200
    ApiKey.objects.update(former_until=now() - timedelta(seconds=1))
    assert holding(old).post(MOVEMENTS, arrival(dress)).status_code == 401
    key.refresh_from_db()
    key.revoke()
    assert holding(new).post(MOVEMENTS, arrival(dress)).status_code == 401


def test_staff_make_replace_and_revoke_keys(admin_client, dress):
    form = {"name": "Nordlys", "scopes": ["stock"]}
    page = words_of(admin_client.post("/admin/api/apikey/add/", form, follow=True))
    text = page.split("shown this once: ")[1].split()[0]
    assert holding(text).post(MOVEMENTS, arrival(dress)).status_code == 200
    for action in ("replace", "revoke"):
        chosen = {"action": action, "_selected_action": [ApiKey.objects.get().pk]}
        admin_client.post("/admin/api/apikey/", chosen)
    assert holding(text).post(MOVEMENTS, arrival(dress)).status_code == 401


def test_a_key_by_the_command_line(capsys, dress):
    call_command("api_key", "Nordlys", "--scope", "stock")
    text = capsys.readouterr().out.strip()
    assert holding(text).post(MOVEMENTS, arrival(dress)).status_code == 200


def test_a_key_is_throttled_by_itself(dress, settings):
    settings.API_RATE_KEY = "2/min"
    busy, other = integrator("stock"), integrator("stock", name="Other")
    for _ in range(2):
        assert busy.post(MOVEMENTS, arrival(dress)).status_code == 200
    refused = busy.post(MOVEMENTS, arrival(dress))
    assert (refused.status_code, code_of(refused)) == (429, "throttled")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert other.post(MOVEMENTS, arrival(dress)).status_code == 200


# -- stock -------------------------------------------------------------------------------------


def test_each_row_stands_for_itself(dress):
    warehouse = integrator("stock")
    rows = [
        {"sku": dress.sku, "change": 5, "reason": "received", "note": "Delivery 118"},
        {"sku": "unknown", "change": 1, "reason": "received"},
        {"sku": dress.sku, "change": -99, "reason": "damaged"},
        {"sku": dress.sku, "change": -1, "reason": "sold"},
    ]
    answer = warehouse.post(MOVEMENTS, {"movements": rows}).json()
    assert (answer["moved"], answer["refused"]) == (2, 2)
    assert [row["moved"] for row in answer["results"]] == [True, False, False, True]
    assert [row["on_hand"] for row in answer["results"]] == [8, None, 8, 7]
    assert answer["results"][2]["error"] == "Fewer are on hand."
    assert on_hand(dress) == 7
    assert StockMovement.objects.filter(note="Delivery 118", change=5).count() == 1


@pytest.mark.parametrize(
    "row",
    [
        {"change": 0},
        {"reason": "opening"},
        {"reason": "because"},
        {"sku": ""},
        {"change": "many"},
        {"change": 2**40},
        {"note": "x" * 201},
    ],
)
def test_rows_that_mean_nothing_are_refused_and_nothing_is_moved(dress, row):
    good = {"sku": dress.sku, "change": 1, "reason": "received"}
    refused = integrator("stock").post(MOVEMENTS, {"movements": [good, {**good, **row}]})
    assert (refused.status_code, code_of(refused)) == (400, "invalid")
    assert on_hand(dress) == 3


def test_a_request_that_is_no_list_of_rows_is_refused(dress):
    warehouse = integrator("stock")
    good = {"sku": dress.sku, "change": 1, "reason": "received"}
    for body in ({}, {"movements": []}, {"movements": [good] * 501}, [1], "x"):
        assert warehouse.post(MOVEMENTS, body, format="json").status_code == 400


# -- sent again --------------------------------------------------------------------------------


def test_sent_again_it_gets_the_same_answer_and_does_nothing(dress):
    warehouse = integrator("stock")
    first = once(warehouse, "delivery 118", MOVEMENTS, arrival(dress))
    again = once(warehouse, "delivery 118", MOVEMENTS, arrival(dress))
    assert first.json() == again.json()
    assert (first.status_code, again["Idempotent-Replayed"]) == (again.status_code, "true")
    assert "Idempotent-Replayed" not in first
    assert on_hand(dress) == 4
    other = once(warehouse, "delivery 118", MOVEMENTS, arrival(dress, 2))
    assert (other.status_code, code_of(other)) == (422, "key_reused")
    assert once(integrator("stock"), "delivery 118", MOVEMENTS, arrival(dress)).json()["moved"]
    assert on_hand(dress) == 5


def test_what_was_refused_may_be_put_right_under_the_same_key(dress):
    warehouse = integrator("stock")
    assert once(warehouse, "delivery 118", MOVEMENTS, {"movements": []}).status_code == 400
    assert once(warehouse, "delivery 118", MOVEMENTS, arrival(dress)).status_code == 200


def test_after_a_day_a_key_is_forgotten(dress):
    warehouse = integrator("stock")
    once(warehouse, "delivery 118", MOVEMENTS, arrival(dress))
    AnsweredRequest.objects.update(at=now() - timedelta(hours=24, seconds=1))
    once(warehouse, "delivery 118", MOVEMENTS, arrival(dress))
    assert on_hand(dress) == 5
    assert AnsweredRequest.objects.count() == 1


def test_a_crash_before_the_answer_was_kept_undoes_the_deed(dress, monkeypatch):
    warehouse = integrator("stock")
    warehouse.raise_request_exception = False

    def crash(*args):
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(idempotency, "kept", crash)
        assert once(warehouse, "delivery 118", MOVEMENTS, arrival(dress)).status_code == 500
    assert on_hand(dress) == 3
    assert once(warehouse, "delivery 118", MOVEMENTS, arrival(dress)).status_code == 200
    assert on_hand(dress) == 4


@pytest.mark.django_db(transaction=True)
def test_ten_times_at_once_it_is_done_once():
    dress = in_size(make_product("Alva dress", stock={"M": 3}), "M")
    text = ApiKey.objects.issue("Nordlys", ["stock"])[1]
    ask = partial(once, key="delivery 118", url=MOVEMENTS, body=arrival(dress))
    answers = at_once([partial(ask, holding(text)) for _ in range(10)])
    codes = [answer.status_code for answer in answers]
    assert set(codes) <= {200, 409}
    assert 200 in codes
    assert on_hand(dress) == 4
