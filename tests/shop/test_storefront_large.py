"""The listing of a shop too large to be counted."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from catalog import paging
from catalog.models import Product
from shop.storefront import shelf_sample
from shop.storefront.counting import Counted, Sampled
from shop.storefront.filters import Filters
from tests.factories import give_photo, make_product
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def large_shop(monkeypatch) -> list[Product]:
    """Seven products, which this shop takes for many."""
    monkeypatch.setattr(shelf_sample, "COUNTED_UP_TO", 6)
    shelf_sample.forget_shelf()
    nameless = make_product("Nameless dress", colour="", stock={"M": 1})
    give_photo(nameless, "red")
    yield [
        nameless,
        make_product("Black dress", price="80.00", stock={"S": 1, "M": 0}, season="Summer"),
        make_product("Red dress", colour="Red", price="60.50", stock={"M": 2}, season="Winter"),
        make_product("White shirt", "Shirt", colour="White", gender="Men", stock={"M": 1}),
        make_product("Black boots", "Ankle boots", price="120.00", stock={"38": 0, "40": 1}),
        make_product("Long gone", stock={"M": 0}),
        make_product("A tote", "Tote bag", stock={"One size": 3}),
        make_product("Not for sale", status="draft"),
    ]
    shelf_sample.forget_shelf()


@pytest.mark.parametrize(
    "query",
    [
        "", "colour=Black", "colour=Red&in_stock=1", "size=M", "size=M&in_stock=1", "in_stock=1",
        "section=clothing&type=dress", "price_min=60&price_max=80", "gender=Men&season=Summer",
        "type=nothing-like-it",
    ],
)  # fmt: skip
def test_a_sample_of_everything_says_what_counting_says(large_shop, query):
    filters = Filters.read(QueryDict(query))
    shelf = shelf_sample.shelf()
    assert shelf is not None
    sampled, counted = Sampled(shelf, filters), Counted(Product.objects.active(), filters)
    for name in ("section", "type", "gender", "season", "colour"):
        assert sampled.values(name) == counted.values(name), name
    assert list(sampled.sizes()) == list(counted.sizes())
    assert sampled.prices() == tuple(map(float, counted.prices()))
    assert sampled.in_stock() == counted.in_stock()
    assert sampled.names_of_types() == counted.names_of_types()


def test_what_is_told_from_a_sample_is_said_to_be(client, large_shop):
    page = client.get("/shop/")
    assert "In stock only ~6" in words_of(page)
    assert re.search(r"Red</span>.*?~2", text_of(page))


def test_a_small_shop_is_counted_live(client, large_shop):
    large_shop[-2].delete()
    page = client.get("/shop/")
    assert "In stock only 5" in words_of(page)
    assert "~" not in words_of(page)


def test_a_sample_that_lies_about_serves_until_it_is_old(large_shop, monkeypatch):
    first = shelf_sample.shelf()
    make_product("Just in")
    assert shelf_sample.shelf() is first
    monkeypatch.setattr(shelf_sample, "SECONDS", 0)
    assert len(shelf_sample.shelf().prices) == len(first.prices) + 1


def test_numbers_from_a_sample_have_two_digits():
    shelf = shelf_sample.Shelf(0.0, 21.7, {}, {}, *[None] * 4, ())  # type: ignore[arg-type]
    assert [shelf.about(n) for n in (0, 1, 30, 5_000)] == [0, 22, 650, 110_000]


def test_pages_are_counted_and_turned_so_far_and_no_further(client, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 48)
    for number in range(60):
        make_product(f"Dress {number}", stock={})
    page = client.get("/shop/?page=99")
    assert "More than 48 products" in words_of(page)
    assert "Page 2 of 2" in words_of(page)
    assert "Dress 12" in words_of(page)
    assert "Dress 11" not in words_of(page)
    monkeypatch.setattr(paging, "MOST", 60)
    assert "60 products" in words_of(client.get("/shop/"))
    assert "More than" not in words_of(client.get("/shop/"))
