"""Searching in words, with the encoder and without."""

from __future__ import annotations

import pytest

from tests.factories import make_product
from tests.shop.shopping import words_of

pytestmark = pytest.mark.django_db

ENCODER_AWAY = "Our pictures cannot be searched just now"


@pytest.fixture
def red_dress(encoder_version):
    """`encoder_version` names an encoder that cannot be loaded: it is away."""
    return make_product("Linnea dress", colour="Red", stock={"M": 1})


def test_without_the_encoder_the_words_are_searched_and_the_page_says_so(client, red_dress):
    words = words_of(client.get("/search/?q=red+dress"))
    assert ENCODER_AWAY in words
    assert "Linnea dress" in words


def test_nothing_found_leaves_a_way_on(client, red_dress):
    words = words_of(client.get("/search/?q=umbrella&gender=Men"))
    assert "Nothing found for “umbrella”" in words
    assert "Search without them" in words
    assert "see everything" in words


def test_the_search_can_be_narrowed(client, red_dress):
    make_product("Solveig dress", colour="Red", gender="Girls", stock={"M": 0})
    assert "Solveig dress" in words_of(client.get("/search/?q=dress"))
    assert "Solveig dress" not in words_of(client.get("/search/?q=dress&in_stock=1"))
    assert "Solveig dress" not in words_of(client.get("/search/?q=dress&gender=Women"))


@pytest.mark.parametrize("text", ["", "   ", "\x00", "🦄", "x" * 20_000, "'\"<script>;--", ":*&|!"])
def test_any_text_gets_a_page(client, red_dress, text):
    page = client.get("/search/", {"q": text})
    assert page.status_code == 200
    assert "<script>;" not in page.content.decode()
