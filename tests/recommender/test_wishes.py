"""What a few words beside a picture ask for, as a table."""

from __future__ import annotations

from decimal import Decimal

import pytest

from recommender.wishes import spellings, wish_in

TYPES = spellings(["Dresses", "Ankle boots", "T-shirts"])
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
        ("dress with long sleeves in red", REDS, ("Dresses",), None, "long sleeves"),
        ("under 50 euros", (), (), Decimal(50), ""),
        ("less than €49.99 please", (), (), Decimal("49.99"), ""),
        ("at most 49,90 eur, striped", (), (), Decimal("49.90"), "striped"),
        ("up to 1,200", (), (), Decimal(1200), ""),
        ("in red instead of blue", REDS, (), None, ""),
        ("without a collar", (), (), None, "without collar"),
        ("a red tape t-shirt", (), ("T-shirts",), None, "red tape"),
        ("please", (), (), None, ""),
        ("", (), (), None, ""),
        ("🦄 '\"; --", (), (), None, ""),
    ],
)
def test_words_are_understood(said, colours, types, price, rest):
    wish = wish_in(said, TYPES, {"red tape"})
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
    wish = wish_in(said, TYPES)
    assert (wish.colours, wish.not_colours, wish.not_types) == (colours, not_colours, not_types)


def test_a_shade_of_the_survey_is_of_the_family_it_names():
    wish = wish_in("in dark green", TYPES)
    assert "Green" in wish.colours
    assert "Black" not in wish.colours
    assert (wish.colour_words, wish.rest) == (("dark green",), "")


def test_the_encoder_hears_the_colour_and_what_nobody_understood():
    assert wish_in("but in red with long sleeves", TYPES).for_encoder == "red long sleeves"
    assert wish_in("under 60", TYPES).for_encoder == ""


def test_words_alone_are_searched_without_what_is_no_name_of_anything():
    said = "a dress with long sleeves in navy, not black, under €60"
    assert wish_in(said, TYPES).wanted == "dress long sleeves navy"
