"""A search in words: what they name filters, is said, and can be taken back in the address."""

from __future__ import annotations

import re
from html import unescape

import pytest

from catalog.models import Product
from recommender.search import estimate
from tests.factories import make_product
from tests.shop.photo_search.conftest import make_painted, painter, shelf
from tests.shop.shopping import text_of, words_of

__all__ = ["make_painted", "painter", "shelf"]

pytestmark = pytest.mark.django_db

IN_38 = {"38": 1, "40": 0}
SHIRT = {"product_type": "Shirt", "gender": "Unisex"}
RED, BLUE, BLACK = (255, 0, 0), (0, 0, 255), (0, 0, 0)


@pytest.fixture
def rail(make_painted) -> list[Product]:
    return [
        make_painted("Rubia", RED, colour="Red", price="45.00", brand="Red Tape"),
        make_painted("Garnet", RED, colour="Maroon", price="90.00", stock={"S": 1, "M": 0}),
        make_painted("Marina", BLUE, colour="Blue", price="30.00", gender="Men"),
        make_painted("Corvus", BLACK, colour="Black", price="20.00", **SHIRT),
        make_painted("Stride", RED, product_type="Ankle boots", colour="Red", stock=IN_38),
    ]


def find(client, text: str, **asked):
    return client.get("/search/", {"q": text, **asked})


def titles(page) -> set[str]:
    return {product.title for product in page.context["products"]}


def read(page) -> str:
    """What can be read on the page; a tag before a stop leaves no space."""
    return words_of(page).replace(" :", ":").replace(" .", ".")


def chips(page) -> dict[str, str]:
    """Addresses by what can be read on the chip."""
    found = re.findall(r'<a class="chip([^"]*)" href="([^"]+)">(.*?)</a>', text_of(page))
    return {re.sub(r"<[^>]+>", "", words).strip(): unescape(address) for _, address, words in found}


def without(page, words: str) -> str:
    return f"/search/{chips(page)[f'Do not narrow by: {words} ×']}"


@pytest.mark.parametrize(
    ("text", "found", "said"),
    [
        ("red dress", {"Rubia", "Garnet"}, "Red dresses"),
        ("red dress under 50", {"Rubia"}, "Red dresses, up to €50"),
        ("over 40 euros red dresses", {"Rubia", "Garnet"}, "Red dresses, from €40"),
        ("dress, not red", {"Marina"}, "Dresses, not red"),
        ("red tape", {"Rubia"}, "Red Tape pieces"),
        ("dresses but not red tape", {"Garnet", "Marina"}, "Dresses, not Red Tape"),
        ("for men", {"Marina", "Corvus"}, "Pieces for men"),
        ("red shoes", {"Stride"}, "Red shoes"),
        ("red no ankle boots", {"Rubia", "Garnet"}, "Red pieces, no ankle boots"),
        ("size 38", {"Stride"}, "Pieces, size 38"),
        ("red dress in M in stock", {"Rubia"}, "Red dresses, size M, in stock"),
    ],
)
def test_what_the_words_name_filters_and_is_said(client, rail, text, found, said):
    page = find(client, text)
    assert titles(page) == found
    assert f"Understood: {said}." in read(page)


def test_words_that_name_nothing_filter_nothing_and_no_chip_is_shown(client, rail):
    page = find(client, "red-ish umbrella")
    assert "Understood" not in words_of(page)
    assert not chips(page)


def test_a_plain_colour_is_explained(client, rail):
    assert "Red may be Red or Maroon or Burgundy." in words_of(find(client, "red dress"))
    assert "may be" not in words_of(find(client, "maroon dress"))


def test_what_is_not_understood_is_what_comes_first(client, rail):
    assert "Red dresses, nearest to “garnet” first." in words_of(find(client, "red dress garnet"))


def test_a_chip_is_taken_away_and_put_back_in_the_address(client, rail):
    page = find(client, "red dress under 50")
    dearer = client.get(without(page, "up to €50"))
    assert titles(dearer) == {"Rubia", "Garnet"}
    assert "Understood: Red dresses." in words_of(dearer)
    anything = client.get(without(dearer, "red"))
    assert titles(anything) == {"Rubia", "Garnet", "Marina"}
    back = f"/search/{chips(anything)['Narrow again by: + red']}"
    assert titles(client.get(back)) == {"Rubia", "Garnet"}
    back = f"/search/{chips(client.get(back))['Narrow again by: + up to €50']}"
    assert titles(client.get(back)) == {"Rubia"}


def test_a_colour_taken_away_still_turns_what_comes_first(client, rail):
    page = client.get(without(find(client, "blue dress"), "blue"))
    assert page.context["products"][0].title == "Marina"
    assert titles(page) == {"Rubia", "Garnet", "Marina"}


def test_a_chip_that_is_off_stays_off_while_she_narrows_but_other_words_are_heard(client, rail):
    page = client.get(without(find(client, "red dress"), "red"))
    assert '<input type="hidden" name="ignore" value="red">' in text_of(page)
    assert titles(find(client, "blue dress", ignore="red")) == {"Marina"}


def test_a_filter_of_hers_goes_before_her_words(client, rail):
    page = find(client, "red dress under 50 for men in stock", gender="Women", in_stock="1")
    assert titles(page) == {"Rubia"}
    assert "Understood: Red dresses, up to €50." in words_of(page)
    page = find(client, "red dress under 50", colour="Blue", price_max="35", type="dress")
    assert titles(page) == {"Marina"}
    on = [chip.words for chip in page.context["asked"].chips]
    assert on == ["Dress", "Blue", "up to €35"]
    assert titles(client.get(without(page, "Blue"))) == set()
    page = find(client, "red dress in M", size="S")
    assert titles(page) == {"Rubia", "Garnet"}
    assert "size M" not in words_of(page)


def test_the_form_carries_on_what_it_does_not_ask_for(client, rail):
    page = text_of(find(client, "dress", colour="Blue", price_max="35,50", size="M"))
    carried = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    assert carried == [("colour", "Blue"), ("price_max", "35.50")]


def test_the_form_says_where_her_words_have_chosen(client, rail):
    page = text_of(find(client, "women's dress in M in stock"))
    assert page.count('<option value="">As you said</option>') == 2
    assert 'id="narrow-stock"' not in page


def test_where_nothing_in_stock_is_all_of_that_the_narrowest_part_is_let_go(client, rail):
    page = find(client, "red dress under 5")
    words = read(page)
    assert "“Red dresses, up to €5”: nothing of that is in stock" in words
    assert "Without “up to €5”: 2 in stock" in words
    assert "Without “red”" not in words  # no dress is that cheap
    assert "The nearest in stock, without “up to €5”" in words
    assert {product.title for product in page.context["nearest"]} == {"Rubia", "Garnet"}
    (_, address), *_ = page.context["offers"]
    assert titles(client.get(f"/search/{address}")) == {"Rubia", "Garnet"}


def test_the_part_without_which_most_is_there_comes_first(client, rail):
    page = find(client, "blue shirt")
    assert [(each.parts[0].words, each.count) for each, _ in page.context["offers"]] == [
        ("blue", 1),
        ("shirts", 1),
    ]
    page = find(client, "men's red dress")
    assert [(each.parts[0].words, each.count) for each, _ in page.context["offers"]] == [
        ("men", 2),
        ("red", 1),
    ]


def test_where_no_part_alone_helps_all_are_let_go_together(client, rail):
    page = find(client, "purple jeans under 5")
    assert "Without “purple” and “up to €5”: 5 in stock" in read(page)
    assert len(page.context["nearest"]) == len(rail)


def test_what_is_sold_out_is_still_found_with_what_is_like_it(client, make_painted, rail):
    make_painted("Gone", (200, 0, 200), colour="Purple", stock={"M": 0})
    page = find(client, "purple dress")
    assert "Gone in purple is sold out; in stock and like it" in words_of(page)
    assert "Without “purple”: 3 in stock" in read(page)
    assert "nearest in stock" not in words_of(page)  # what is like it stands there already


def test_filters_of_hers_that_leave_nothing_are_offered_to_be_let_go(client, rail):
    page = find(client, "dress", colour="Chartreuse")
    assert "offers" not in page.context
    assert "Search without them" in words_of(page)


def test_without_the_encoder_what_was_understood_still_filters(client, encoder_version):
    make_product("Rubia", colour="Red")
    make_product("Marina", colour="Blue")
    assert titles(find(client, "dresses in red")) == {"Rubia"}
    assert titles(find(client, "marina dress")) == {"Marina"}


@pytest.mark.parametrize(
    "text",
    [
        "under 999,999,999,999,999,999,999",
        "over 99999999 under 0",
        "under 999999.99 €",
        "red\x00dress\x1b[31m under\x0750",
        "x" * 10_000,
        "red " * 2_500,
        "not " * 2_500,
        "size " * 2_500,
        "between 1 and " * 700,
        "under ٥٠",
    ],
)
def test_hostile_words_get_a_page(client, rail, text):
    page = find(client, text)
    assert page.status_code == 200
    assert "\x1b" not in text_of(page)


@pytest.mark.parametrize(
    "query",
    [
        "q=red+dress&ignore=nothing&ignore=%00&ignore=" + "x" * 10_000,
        "q=red+dress" + "&ignore=blue" * 3_000,
        "q=blue+shirt&q=red+dress",
        "q=red+dress&page=-1&order=drop&price_max=1e99&price_min=NaN&section=nowhere",
    ],
)
def test_nonsense_in_the_address_changes_nothing(client, rail, query):
    page = client.get(f"/search/?{query}")
    assert titles(page) == {"Rubia", "Garnet"}
    assert [chip.words for chip in page.context["asked"].chips] == ["red", "dresses"]


def test_a_chip_shows_what_an_address_brought_as_text(client, rail):
    page = find(client, "dress", colour="<script>alert(1)</script>", type="x" * 500)
    assert "<script>alert" not in text_of(page)
    assert "x" * 41 not in words_of(page)


EVERYTHING = "women's red tape dress not black no shirts in M in stock over 1 under"


@pytest.mark.parametrize(("most", "statements"), [(50, 11), (2, 31)])
def test_statements_do_not_grow_with_the_shop(
    client, rail, make_painted, most, statements, django_assert_max_num_queries
):
    """Where nothing is found, each part costs one or two more."""
    estimate.forget_samples()
    for number in range(12):
        make_painted(f"Dress {number}", RED, colour="Red", brand=f"Brand {number}")
    with django_assert_max_num_queries(statements):
        assert find(client, f"{EVERYTHING} {most}").status_code == 200
