"""The read API as an integrator uses it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient
from rest_framework.throttling import AnonRateThrottle

from catalog.models import Look, LookItem, Product, Status, Variant
from tests.catalog.admin_pages import give_photo
from tests.factories import make_product
from tests.shop.integrator import code_of, problem_of

pytestmark = pytest.mark.django_db

PRODUCTS = "/api/v1/products/"
VARIANTS = "/api/v1/variants/"


@pytest.fixture(autouse=True)
def fresh_rate() -> None:
    cache.clear()


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def ids(response) -> list[int]:
    assert response.status_code == 200, response.content
    return [row["id"] for row in response.json()["results"]]


def queries_of(api: APIClient, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert api.get(url).status_code == 200
    return len(queries)


def substitutes(variant: Variant) -> str:
    return f"{PRODUCTS}{variant.product_id}/substitutes/?size={variant.size.label}"


# -- products ---------------------------------------------------------------------------------


def test_a_product_has_its_price_page_photo_and_sizes(api):
    dress = make_product("Linnea dress", price="89.90", stock={"S": 3, "M": 0})
    give_photo(dress)
    (row,) = api.get(PRODUCTS).json()["results"]
    assert (row["title"], row["price"], row["brand"]) == ("Linnea dress", "89.90", "Fjellro")
    assert (row["type"], row["section"], row["currency"]) == ("Dress", "clothing", "EUR")
    assert row["page"] == f"http://testserver{dress.get_absolute_url()}"
    assert row["photo"]["url"].startswith("http://testserver/media/products/")
    assert [(size["size"], size["in_stock"]) for size in row["sizes"]] == [
        ("S", True),
        ("M", False),
    ]


def test_how_many_are_left_is_not_told(api):
    dress = make_product(stock={"S": 8765309})
    for url in (PRODUCTS, f"{PRODUCTS}{dress.pk}/", VARIANTS):
        assert "8765309" not in api.get(url).content.decode()
        assert "on_hand" not in api.get(url).content.decode()


def test_one_product_comes_with_all_its_photos(api):
    dress = make_product(description="Soft.", year=2026)
    for colour in ("navy", "red"):
        give_photo(dress, colour)
    body = api.get(f"{PRODUCTS}{dress.pk}/").json()
    assert (body["description"], body["year"], len(body["photos"])) == ("Soft.", 2026, 2)


def test_a_product_without_photo_and_brand_is_answered_too(api):
    Product.objects.filter(pk=make_product().pk).update(brand=None)
    (row,) = api.get(PRODUCTS).json()["results"]
    assert row["photo"] is None
    assert row["brand"] is None


@pytest.mark.parametrize("status", [Status.DRAFT, Status.DISCONTINUED])
def test_what_is_not_on_sale_does_not_exist(api, status):
    hidden = make_product(status=status, vector=[1, 0, 0])
    assert ids(api.get(PRODUCTS)) == ids(api.get(VARIANTS)) == []
    for url in ("", "substitutes/?size=M", "complements/"):
        assert api.get(f"{PRODUCTS}{hidden.pk}/{url}").status_code == 404
    assert api.get(f"{VARIANTS}{hidden.variants.first().pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("section=shoes", "B"),
        ("section=shoes&section=clothing", "DBT"),
        ("type=ankle-boots", "B"),
        ("type=dress&type=t-shirt", "DT"),
        ("gender=Men", "T"),
        ("season=Winter", "B"),
        ("colour=red", "D"),
        ("brand=hav", "B"),
        ("price_min=60", "DB"),
        ("price_max=60", "DT"),
        ("price_min=59.99&price_max=60.01", "D"),
        ("in_stock=true", "DB"),
        ("in_stock=false", "T"),
        ("size=M", "DT"),
        ("size=M&in_stock=true", "D"),
        ("size=M&in_stock=false", "T"),
        ("size=S&in_stock=false", "D"),
        ("q=linnea", "D"),
        ("q=boots&section=clothing", ""),
        ("", "DBT"),
    ],
)
def test_products_are_filtered(api, query, found):
    by_letter = {
        "D": make_product(colour="Red", price="60.00", season="Summer", stock={"S": 0, "M": 1}),
        "B": make_product(
            "Ronja boots",
            "Ankle boots",
            brand="Hav",
            price="120.00",
            season="Winter",
            stock={"40": 1},
        ),
        "T": make_product("Alva tee", "T-shirt", gender="Men", price="20.00", stock={"M": 0}),
    }
    assert set(ids(api.get(f"{PRODUCTS}?{query}"))) == {by_letter[each].pk for each in found}


def test_pages_hold_what_was_asked_for_and_lead_to_each_other(api):
    products = [make_product(stock={}) for _ in range(5)]
    first = api.get(f"{PRODUCTS}?limit=2").json()
    assert (first["count"], len(first["results"])) == (5, 2)
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    assert third["next"] is None
    pages = first["results"] + second["results"] + third["results"]
    assert [row["id"] for row in pages] == [product.pk for product in reversed(products)]


def test_no_page_holds_more_than_a_hundred(api):
    for _ in range(101):
        make_product(stock={})
    assert len(ids(api.get(f"{PRODUCTS}?limit=1000"))) == 100


def test_a_long_list_asks_the_database_as_often_as_a_short_one(api):
    def fill(number: int) -> None:
        for _ in range(number):
            give_photo(make_product())

    fill(2)
    few = queries_of(api, PRODUCTS)
    fill(18)
    assert queries_of(api, PRODUCTS) == few <= 6


# -- variants ---------------------------------------------------------------------------------


def test_a_variant_is_found_by_its_sku(api):
    dress = make_product(external_id="L-1", stock={"S": 1, "M": 0})
    (row,) = api.get(f"{VARIANTS}?sku=L-1-M").json()["results"]
    assert (row["size"], row["in_stock"], row["product"]) == ("M", False, dress.pk)
    assert row["product_url"] == f"http://testserver{PRODUCTS}{dress.pk}/"
    assert api.get(f"{VARIANTS}{row['id']}/").json() == row


def test_variants_are_filtered_by_product_size_and_stock(api):
    dress, other = make_product(stock={"S": 1, "M": 0}), make_product(stock={"M": 2})
    small, medium = dress.variants.all()
    others = other.variants.get()
    assert ids(api.get(f"{VARIANTS}?product={dress.pk}")) == [small.pk, medium.pk]
    assert ids(api.get(f"{VARIANTS}?size=M")) == [medium.pk, others.pk]
    assert ids(api.get(f"{VARIANTS}?size=M&in_stock=true")) == [others.pk]
    assert ids(api.get(f"{VARIANTS}?in_stock=false")) == [medium.pk]


# -- substitutes and complements --------------------------------------------------------------


def test_substitutes_are_in_stock_in_the_asked_size_with_a_reason(
    api, sold_out_dress, its_lookalike, same_dress_in_red
):
    body = api.get(substitutes(sold_out_dress)).json()
    assert (body["product"], body["size"], body["in_stock"]) == (
        sold_out_dress.product_id,
        "M",
        False,
    )
    assert [row["product"]["id"] for row in body["results"]] == [
        same_dress_in_red.pk,
        its_lookalike.pk,
    ]
    assert body["results"][0]["relaxed"] == ["colour"]
    first = body["results"][1]
    assert (first["variant"]["size"], first["variant"]["in_stock"]) == ("M", True)
    assert first["similarity"] == pytest.approx(0.95 / (0.95**2 + 0.3**2) ** 0.5, abs=1e-3)
    assert first["likeness"] == "Almost identical"
    assert first["reason"] == "Same colour, €5.00 less"


def test_a_size_in_stock_still_has_substitutes(api, sold_out_dress, its_lookalike):
    Variant.objects.get(pk=sold_out_dress.pk).move(1, "received")
    body = api.get(substitutes(sold_out_dress)).json()
    assert body["in_stock"] is True
    assert [row["product"]["id"] for row in body["results"]] == [its_lookalike.pk]


def test_limit_says_how_many_substitutes(api, sold_out_dress, its_lookalike, same_dress_in_red):
    for asked, given in ((1, 1), (2, 2), (1000, 2)):
        body = api.get(f"{substitutes(sold_out_dress)}&limit={asked}").json()
        assert len(body["results"]) == given


@pytest.mark.parametrize("size", ["XXL", "🦄", "", "%00", "M'--"])
def test_a_size_the_product_does_not_come_in_is_refused_by_name(api, sold_out_dress, size):
    response = api.get(f"{PRODUCTS}{sold_out_dress.product_id}/substitutes/?size={size}")
    assert response.status_code == 400
    (problem,) = problem_of(response)["errors"]["size"]
    assert "S, M, L" in problem
    if size and size != "%00":
        assert f"“{size}”" in problem


def test_a_size_is_understood_in_small_letters(api, sold_out_dress, its_lookalike):
    response = api.get(f"{PRODUCTS}{sold_out_dress.product_id}/substitutes/?size=m")
    assert response.json()["size"] == "M"


def test_a_product_without_a_vector_has_no_substitutes_yet(api, encoder_version):
    variant = make_product(stock={"M": 0}).variants.get()
    assert api.get(substitutes(variant)).json()["results"] == []


def test_eight_substitutes_cost_as_many_queries_as_two(api, sold_out_dress):
    def fill(number: int) -> None:
        for each in range(number):
            give_photo(make_product(vector=[1, each / 10, 0]))

    fill(4)
    api.get(substitutes(sold_out_dress))  # takes the sample that searches are routed by
    few = queries_of(api, f"{substitutes(sold_out_dress)}&limit=2")
    fill(4)
    assert queries_of(api, f"{substitutes(sold_out_dress)}&limit=8") == few


def test_complements_come_from_a_look_and_say_so(api):
    dress, boots = make_product(), make_product("Ronja boots", "Ankle boots", stock={"40": 1})
    look = Look.objects.create(title="Harbour walk", slug="harbour-walk")
    for product in (dress, boots):
        LookItem.objects.create(look=look, product=product)
    body = api.get(f"{PRODUCTS}{dress.pk}/complements/").json()
    assert body["results"][0]["product"]["id"] == boots.pk
    assert "Harbour walk" in body["results"][0]["reason"]


# -- refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=-1", "limit"),
        ("limit=0", "limit"),
        ("limit=1e9", "limit"),
        ("limit=🦄", "limit"),
        ("limit=٣", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("limit=", "limit"),
        ("price_min=NaN", "price_min"),
        ("price_min=Infinity", "price_min"),
        ("price_max=-1", "price_max"),
        ("price_max=1e400", "price_max"),
        ("price_max=1e-400", "price_max"),
        ("section=moon", "section"),
        ("gender=women'--", "gender"),
        ("type=%00", "type"),
        ("type=spaceship", "type"),
        ("brand=%00", "brand"),
        ("colour=%00", "colour"),
        ("size=%00", "size"),
        ("size=" + "M" * 21, "size"),
        ("q=%00", "q"),
        ("q=" + "a" * 201, "q"),
        ("season=🦄", "season"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(api, query, field):
    make_product()
    response = api.get(f"{PRODUCTS}?{query}")
    assert response.status_code == 400
    problem = problem_of(response)
    assert problem["code"] == "invalid"
    assert list(problem["errors"]) == [field]


@pytest.mark.parametrize(
    "query",
    [
        "colour=🦄",
        "size=🦄",
        "q=🦄",
        "q='; DROP TABLE catalog_product; --",
        "q=%25%5C",
        "colour=%25",
    ],
)
def test_an_odd_word_finds_nothing_and_breaks_nothing(api, query):
    make_product()
    assert ids(api.get(f"{PRODUCTS}?{query}")) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{PRODUCTS}4711/",
        f"{PRODUCTS}{10**30}/",
        f"{PRODUCTS}0/substitutes/?size=M",
        f"{PRODUCTS}one/",
        f"{PRODUCTS}-1/",
        f"{PRODUCTS}?page=0",
        f"{PRODUCTS}?page=99999999999999999999",
        f"{PRODUCTS}?page=%00",
        f"{VARIANTS}{10**30}/",
        "/api/v2/products/",
        "/api/nothing",
    ],
)
def test_what_is_not_there_is_a_404_in_the_same_shape(api, path):
    response = api.get(path)
    assert response.status_code == 404
    assert code_of(response) == "not_found"


@pytest.mark.parametrize("product", ["NaN", "-1", "1e99", "1.5", "9" * 19, "x"])
def test_a_product_id_that_is_none_is_refused(api, product):
    assert list(problem_of(api.get(f"{VARIANTS}?product={product}"))["errors"]) == ["product"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(api, admin_user, method):
    dress = make_product()
    api.force_login(admin_user)
    response = getattr(api, method)(f"{PRODUCTS}{dress.pk}/", {"title": "Mine"})
    assert response.status_code == 405
    assert code_of(response) == "method_not_allowed"
    assert Product.objects.get().title == dress.title


def test_too_many_requests_are_told_when_to_come_again(api, monkeypatch):
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    assert [api.get(PRODUCTS).status_code for _ in range(3)] == [200, 200, 429]
    response = api.get(PRODUCTS)
    assert 0 < int(response["Retry-After"]) <= 60
    assert code_of(response) == "throttled"
