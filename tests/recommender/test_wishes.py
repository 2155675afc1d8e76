"""What a few words beside a picture ask for, as a table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from recommender.wishes import Names, wish_in
from recommender.wishes.naming import spellings

NAMES = Names(
    types=spellings(["Dresses", "Ankle boots", "T-shirts", "Scarves"]),
    brands={"redtape": "Red Tape", "hm": "H&M", "turtle": "Turtle", "red": "Red"},
    sizes={"m": "M", "xl": "XL", "38": "38", "one size": "One size"},
)
REDS = ("Red", "Maroon", "Burgundy")


@pytest.mark.parametrize(
    ("said", "colours", "types", "price", "rest"),
    [
        ("this but in red", REDS, (), None, ""),
        ("In RED!", REDS, (), None, ""),
        ("navy", ("Navy Blue",), (), None, ""),
        ("navy blue or teal", ("Navy Blue", "Teal"), (), None, ""),
        ("gray", ("Grey", "Grey Melange"), (), None, ""),
        ("long sleeves", (), (), None, "long sleeves"),
        ("ankle boots under 60", (), ("Ankle boots",), Decimal(60), ""),
        ("an ankle boot, up to €120", (), ("Ankle boots",), Decimal(120), ""),
        ("a striped t-shirt", (), ("T-shirts",), None, "striped"),
        ("t shirt or tshirts", (), ("T-shirts",), None, ""),
        ("scarf", (), ("Scarves",), None, ""),
        ("dress with long sleeves in red", REDS, ("Dresses",), None, "long sleeves"),
        ("under 50 euros", (), (), Decimal(50), ""),
        ("less than €49.99 please", (), (), Decimal("49.99"), ""),
        ("at most 49,90 eur, striped", (), (), Decimal("49.90"), "striped"),
        ("up to 1,200", (), (), Decimal(1200), ""),
        ("in red instead of blue", REDS, (), None, ""),
        ("without a collar", (), (), None, "without collar"),
        ("a red tape t-shirt", (), ("T-shirts",), None, ""),
        ("please", (), (), None, ""),
        ("", (), (), None, ""),
        ("🦄 '\"; --", (), (), None, ""),
    ],
)
def test_words_are_understood(said, colours, types, price, rest):
    wish = wish_in(said, NAMES)
    assert (wish.colours, wish.types, wish.price_to, wish.rest) == (colours, types, price, rest)


@pytest.mark.parametrize(
    ("said", "colours", "not_colours", "not_types"),
    [
        ("not black", (), ("Black", "Charcoal"), ()),
        ("anything but black or maroon", (), ("Black", "Charcoal", "Maroon"), ()),
        ("not maroon but navy", ("Navy Blue",), ("Maroon",), ()),
        ("navy instead of blue", ("Navy Blue",), ("Blue", "Turquoise Blue", "Teal"), ()),
        ("red, but not maroon", ("Red", "Burgundy"), ("Maroon",), ()),
        ("no t-shirts", (), (), ("T-shirts",)),
    ],
)
def test_what_she_does_not_want_is_left_out(said, colours, not_colours, not_types):
    wish = wish_in(said, NAMES)
    assert (wish.colours, wish.not_colours, wish.not_types) == (colours, not_colours, not_types)


def test_a_shade_of_the_survey_is_of_the_family_it_names():
    wish = wish_in("in dark green", NAMES)
    assert "Green" in wish.colours
    assert "Black" not in wish.colours
    assert (wish.colour_words, wish.rest) == (("dark green",), "")


def test_the_encoder_hears_the_colour_and_what_nobody_understood():
    assert wish_in("but in red with long sleeves", NAMES).for_encoder == "red long sleeves"
    assert wish_in("under 60", NAMES).for_encoder == ""


def test_words_alone_are_searched_without_what_is_no_name_of_anything():
    said = "a dress with long sleeves in navy, not black, under €60"
    assert wish_in(said, NAMES).wanted == "dress long sleeves navy"


@pytest.mark.parametrize(
    ("said", "brands", "colours"),
    [
        ("red tape", ("Red Tape",), ()),
        ("redtape", ("Red Tape",), ()),
        ("h&m", ("H&M",), ()),
        ("H & M or turtle", ("H&M", "Turtle"), ()),
        ("red", (), REDS),  # a word that is a colour's is no brand's
        ("red, not turtle", (), REDS),
    ],
)
def test_brands_are_heard(said, brands, colours):
    wish = wish_in(said, NAMES)
    assert (wish.brands, wish.colours, wish.rest) == (brands, colours, "")
    assert wish.not_brands == (("Turtle",) if "not" in said else ())


@pytest.mark.parametrize(
    ("said", "brands", "rest"),
    [
        ("turtle neck", (), "turtle neck"),
        ("a turtle necked t-shirt", (), "turtle necked"),
        ("no turtle neck", (), "no turtle neck"),
        ("turtle t-shirt, v neck", ("Turtle",), "v neck"),
    ],
)
def test_a_brand_is_no_half_of_a_garment_word(said, brands, rest):
    wish = wish_in(said, NAMES)
    assert (wish.brands, wish.not_brands, wish.rest) == (brands, (), rest)


@pytest.mark.parametrize(
    ("said", "genders", "sections"),
    [
        ("women's shoes", ("Women", "Unisex"), ("shoes",)),
        ("clothes for boys’", ("Boys", "Unisex"), ("clothing",)),
        ("kids", ("Girls", "Boys", "Unisex"), ()),
        ("boyfriend", (), ()),
    ],
)
def test_for_whom_and_where_it_hangs(said, genders, sections):
    wish = wish_in(said, NAMES)
    assert (wish.genders, wish.sections) == (genders, sections)


@pytest.mark.parametrize(
    ("said", "sizes", "rest"),
    [
        ("size 38", ("38",), ""),
        ("in M", ("M",), ""),
        ("xl, size m", ("XL", "M"), ""),
        ("38", (), "38"),
        ("m", (), "m"),
        ("size 99", (), "size 99"),
    ],
)
def test_sizes_the_shop_has_are_heard_where_they_are_said_to_be_sizes(said, sizes, rest):
    wish = wish_in(said, NAMES)
    assert (wish.sizes, wish.rest) == (sizes, rest)


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("over 20", 20, None),
        ("at least €20", 20, None),
        ("between 20 and 50 euros", 20, 50),
        ("from 20 to 50", 20, 50),
        ("over 20 but under 50", 20, 50),
        ("not under 20", 20, None),
        ("no more than 50eur", None, 50),
        ("from the 1990s", None, None),
        ("under 1990s", None, None),
        ("under 999,999,999,999,999,999,999", None, None),
        ("under 9999999", None, None),
    ],
)
def test_prices_have_two_ends(said, least, most):
    wish = wish_in(said, NAMES)
    assert (wish.price_from, wish.price_to) == (least, most)


def test_what_looks_like_nothing_is_not_heard_by_the_encoder():
    wish = wish_in("red dress in stock in M", NAMES)
    assert (wish.in_stock, wish.wanted, wish.rest) == (True, "red dress", "")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("red dress under 50", "Red dresses, up to €50"),
        ("H&M shoes for women in M, in stock", "H&M shoes for women, size M, in stock"),
        ("not black, from 19.90", "Pieces, from €19.90, not black"),
        ("navy or teal t-shirts, no dresses", "Navy or teal t-shirts, no dresses"),
    ],
)
def test_what_filters_is_said_in_one_line(said, sentence):
    assert wish_in(said, NAMES).sentence == sentence


def test_a_part_taken_back_filters_no_more_and_its_words_stay():
    wish = wish_in("red dress under 50", NAMES)
    colour = next(part for part in wish.parts if part.words == "red")
    left = wish.without(colour.fields)
    assert (left.colours, left.types, left.wanted) == ((), ("Dresses",), "red dress")
    assert [part.words for part in left.parts] == ["dresses", "up to €50"]
    assert left.sentence == "Dresses, up to €50"
