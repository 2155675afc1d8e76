"""An integrator has outfits completed."""

from __future__ import annotations

import json

import pytest
from rest_framework.test import APIClient

from catalog.models import Look, LookItem, Product, Status
from tests.factories import give_vector, make_product
from tests.shop.shopping import in_size

pytestmark = pytest.mark.django_db

COMPLETE = "/api/v1/outfits/complete/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.fixture
def shirt(db) -> Product:
    """With jeans, boots and a bag beside it: €270 more."""
    make_product("Jeans", "Jeans", stock={"30": 1}, price="70.00")
    make_product("Boots", "Ankle boots", stock={"38": 1, "39": 1}, price="120.00")
    make_product("Tote", "Tote bag", stock={"One size": 1}, price="80.00")
    return make_product("Oxford shirt", "Shirt", price="50.00")


def asked(api: APIClient, **body: object) -> list[dict]:
    answer = api.post(COMPLETE, body)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def titles(look: dict) -> dict[str, str]:
    return {piece["slot"]: piece["product"]["title"] for piece in look["pieces"]}


def test_a_look_comes_with_its_pieces_reasons_and_total(api, shirt):
    [look] = asked(api, products=[shirt.pk])
    assert titles(look) == {"bottom": "Jeans", "shoes": "Boots", "bag": "Tote"}
    assert (look["total"], look["total_with_products"]) == ("270.00", "320.00")
    assert look["currency"] == "EUR"
    sizes = {
        piece["slot"]: piece["variant"] and piece["variant"]["size"] for piece in look["pieces"]
    }
    assert sizes == {"bottom": "30", "shoes": None, "bag": "One size"}


def test_a_sku_says_the_size_too(api, shirt):
    """She has heels in 39, so boots are offered in 39; what she says herself counts for more."""
    heels = make_product("Heels", "Heels", stock={"39": 1})
    bag_and_heels = ["bag", "shoes"]
    tote = Product.objects.get(title="Tote")
    [look] = asked(api, products=[tote.pk, in_size(heels, "39").sku], slots=bag_and_heels)
    assert [piece["variant"]["size"] for piece in look["pieces"]] == ["39"]
    [look] = asked(api, products=[tote.pk, in_size(heels, "39").sku], slots=["shoes"], sizes=["38"])
    assert [piece["variant"]["size"] for piece in look["pieces"]] == ["38"]


def test_slots_budget_and_limit_are_kept(api, shirt):
    [look] = asked(api, products=[shirt.pk], slots=["bag"])
    assert titles(look) == {"bag": "Tote"}
    [look] = asked(api, products=[shirt.pk], budget="190")
    assert titles(look) == {"bottom": "Jeans", "shoes": "Boots"}
    assert asked(api, products=[shirt.pk], budget="189.99") == []
    make_product("Chinos", "Jeans", stock={"30": 1})
    assert len(asked(api, products=[shirt.pk], limit=1)) == 1
    assert len(asked(api, products=[shirt.pk], limit=2)) == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "products"),
        ({"products": []}, "products"),
        ({"products": "17"}, "products"),
        ({"products": [True]}, "products"),
        ({"products": [1.5]}, "products"),
        ({"products": [-1]}, "products"),
        ({"products": [10**30]}, "products"),
        ({"products": ["\0"]}, "products"),
        ({"products": [None]}, "products"),
        ({"products": [{}]}, "products"),
        ({"products": [1] * 13}, "products"),
        ({"products": ["NO-SUCH-SKU"]}, "products"),
        ({"products": [10**9]}, "products"),
        ({"sizes": ["XXXXXL"]}, "sizes"),
        ({"sizes": ["\0"]}, "sizes"),
        ({"slots": ["hat stand"]}, "slots"),
        ({"slots": []}, "slots"),
        ({"budget": "0"}, "budget"),
        ({"budget": "NaN"}, "budget"),
        ({"limit": 0}, "limit"),
        ({"limit": 7}, "limit"),
    ],
)
def test_nonsense_is_named(api, shirt, body, field):
    sent = {"products": [shirt.pk], **body} if body and field != "products" else body
    answer = api.post(COMPLETE, sent)
    assert answer.status_code == 400, answer.content
    assert field in answer.content.decode()


@pytest.mark.parametrize("field", ["products", "sizes", "slots"])
def test_half_a_character_is_refused_like_any_nonsense(api, shirt, field):
    body = {"products": [shirt.pk], field: ["half"]}
    sent = json.dumps(body).replace("half", "\\ud800")
    answer = api.post(COMPLETE, sent, content_type="application/json")
    assert answer.status_code == 400
    assert field in answer.content.decode()


def test_what_is_not_for_sale_is_named(api, shirt):
    shirt.status = Status.DRAFT
    shirt.save()
    answer = api.post(COMPLETE, {"products": [shirt.pk]})
    assert answer.status_code == 400
    assert f"There is no {shirt.pk} on sale." in answer.content.decode()


def test_two_currencies_make_no_outfit(api, shirt):
    Product.objects.filter(title="Tote").update(currency="GBP")
    tote = Product.objects.get(title="Tote")
    answer = api.post(COMPLETE, {"products": [shirt.pk, tote.pk]})
    assert answer.status_code == 400
    assert "different currencies" in answer.content.decode()


def test_a_piece_that_plays_one_that_is_gone_says_so(api, shirt):
    gone = make_product("Gone", "Ankle boots", stock={"38": 0}, vector=[1, 0, 0])
    give_vector(Product.objects.get(title="Boots"), [1, 0.1, 0])
    look = Look.objects.create(title="Opening night", slug="opening-night")
    for product in (shirt, gone):
        LookItem.objects.create(look=look, product=product)
    [look] = asked(api, products=[shirt.pk], limit=1)
    [piece] = look["pieces"]
    assert (look["title"], piece["product"]["title"]) == ("Opening night", "Boots")
    assert piece["instead_of"] == {"id": gone.pk, "title": "Gone"}


def test_it_is_described_with_examples(api):
    described = api.get("/api/schema/?format=json").json()["paths"][COMPLETE]["post"]
    assert described["requestBody"]["content"]["application/json"]["examples"]
    assert described["responses"]["200"]["content"]["application/json"]["examples"]
    assert {"400", "429"} <= set(described["responses"])
