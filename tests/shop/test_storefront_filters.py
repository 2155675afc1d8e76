"""Narrowing a listing, by what stands in its address."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from catalog.models import Product
from recommender.search import nearest, vector_of
from shop.storefront.facets import facets
from shop.storefront.filters import Filters
from tests.factories import make_product
from tests.shop.shopping import text_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def rail(db) -> list[Product]:
    return [
        make_product("Black dress", price="80.00", stock={"S": 1, "M": 0}, season="Summer"),
        make_product("Red dress", colour="Red", price="60.00", stock={"M": 2}, season="Winter"),
        make_product("White shirt", "Shirt", colour="White", gender="Men", price="40.00",
                     stock={"M": 1}),
        make_product("Black boots", "Ankle boots", price="120.00", stock={"38": 0, "40": 1}),
    ]  # fmt: skip


def shown(query: str) -> set[str]:
    products = Filters.read(QueryDict(query)).apply(Product.objects.active())
    return set(products.values_list("title", flat=True))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"Black dress", "Red dress", "White shirt", "Black boots"}),
        ("section=shoes", {"Black boots"}),
        ("type=dress", {"Black dress", "Red dress"}),
        ("gender=Men", {"White shirt"}),
        ("season=Summer&season=Winter", {"Black dress", "Red dress"}),
        ("colour=Black&type=dress", {"Black dress"}),
        ("size=M", {"Black dress", "Red dress", "White shirt"}),
        ("size=M&in_stock=1", {"Red dress", "White shirt"}),
        ("size=M&size=40&in_stock=1", {"Red dress", "White shirt", "Black boots"}),
        ("price_min=60&price_max=80,00", {"Black dress", "Red dress"}),
        ("gender=Men&type=dress", set()),
        ("colour=Chartreuse", set()),
    ],
)
def test_what_is_left(rail, query, expected):
    assert shown(query) == expected


@pytest.mark.parametrize(
    "nonsense",
    [
        "price_min=NaN", "price_max=Infinity", "price_min=-1", "price_max=1e99", "price_min=abc",
        "section=nowhere", "gender=%00", "in_stock=maybe", "page=-7", "page=abc", "order=drop",
    ],
)  # fmt: skip
def test_nonsense_in_the_address_still_shows_the_shop(client, rail, nonsense):
    page = client.get(f"/shop/?{nonsense}")
    assert page.status_code == 200
    assert "4 products" in words_of(page)


@pytest.mark.parametrize("hostile", ["type=%00", "colour=🦄", "size=" + "M" * 9000])
def test_a_choice_that_no_product_has_finds_nothing_and_says_so(client, rail, hostile):
    page = client.get(f"/shop/?{hostile}")
    assert page.status_code == 200
    expected = "4 products" if "%00" in hostile else "Nothing matches all of that"
    assert expected in words_of(page)


def test_each_count_is_what_the_choice_would_show(rail):
    filters = Filters.read(QueryDict("colour=Black"))
    counted = facets(Product.objects.active(), filters)
    for facet in counted.lists:
        for choice in facet.choices:
            values = {*getattr(filters, facet.name), choice.value}
            others = filters.without(facet.name).apply(Product.objects.active())
            alone = Filters.read(QueryDict(f"{facet.name}={choice.value}")).apply(others)
            assert choice.count == alone.count(), (facet.name, choice, values)
    assert counted.in_stock == 2
    assert (counted.price.lowest, counted.price.highest) == (80, 120)


def test_a_colour_chosen_leaves_the_other_colours_to_choose(rail):
    counted = facets(Product.objects.active(), Filters.read(QueryDict("colour=Black")))
    assert {(c.value, c.count, c.is_chosen) for c in counted.colour.choices} == {
        ("Black", 2, True), ("Red", 1, False), ("White", 1, False),
    }  # fmt: skip


def test_sizes_come_in_the_order_people_put_them(rail):
    make_product(stock={"XL": 1, "XS": 1})
    counted = facets(Product.objects.active(), Filters())
    by_scale = {facet.label: [choice.label for choice in facet.choices] for facet in counted.size}
    assert by_scale["Size: alpha"] == ["XS", "S", "M", "XL"]
    assert by_scale["Size: eu-shoes"] == ["38", "40"]


def test_a_section_has_an_address_of_its_own(client, rail):
    page = client.get("/shop/shoes/")
    assert "1 product" in words_of(page)
    assert re.search(r'name="section" value="shoes" checked', text_of(page))
    assert client.get("/shop/nowhere/").status_code == 404


def test_htmx_gets_the_listing_alone(client, rail):
    piece = client.get("/shop/?colour=Red", headers={"HX-Request": "true"})
    assert "<html" not in text_of(piece)
    assert "1 product" in words_of(piece)
    assert "<html" in text_of(client.get("/shop/?colour=Red"))


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("price_min=60.00", True),
        ("price_min=60.001", False),
        ("price_max=60.00", True),
        ("price_max=59.999", False),
    ],
)
def test_a_search_and_a_listing_mean_the_same_price(asked, answers):
    dress = make_product(price="60.00", vector=[1, 0, 0])
    filters = Filters.read(QueryDict(asked))
    found = nearest(vector_of(dress), filters.where(), 1)
    listed = filters.apply(Product.objects.active())
    assert (bool(found), listed.exists()) == (answers, answers)


def test_pages_keep_the_filters(client):
    for number in range(30):
        make_product(f"Dress {number}")
    first = client.get("/shop/?colour=Black&order=price")
    assert 'href="?colour=Black&amp;order=price&amp;page=2"' in text_of(first)
    assert "Page 2 of 2" in words_of(client.get("/shop/?colour=Black&order=price&page=2"))


def test_the_order_is_the_one_asked_for(client, rail):
    words = words_of(client.get("/shop/?order=price"))
    assert words.index("White shirt") < words.index("Red dress") < words.index("Black boots")
    words = words_of(client.get("/shop/?order=-price"))
    assert words.index("Black boots") < words.index("Red dress") < words.index("White shirt")


def test_a_card_passes_on_the_one_size_looked_for(client, rail):
    assert f'href="{rail[1].get_absolute_url()}?size=M"' in text_of(client.get("/shop/?size=M"))
    assert f'href="{rail[1].get_absolute_url()}"' in text_of(client.get("/shop/?size=M&size=S"))
