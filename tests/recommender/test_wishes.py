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
        ("please", (), (), None, ""),
        ("", (), (), None, ""),
        ("🦄 '\"; --", (), (), None, ""),
    ],
)
def test_words_are_understood(said, colours, types, price, rest):
    wish = wish_in(said, TYPES)
    assert (wish.colours, wish.types, wish.price_to, wish.rest) == (colours, types, price, rest)


def test_a_shade_of_the_survey_is_of_the_family_it_names():
    wish = wish_in("in dark green", TYPES)
    assert "Green" in wish.colours
    assert "Black" not in wish.colours
    assert (wish.colour_words, wish.rest) == (("dark green",), "")


def test_the_encoder_hears_the_colour_and_what_nobody_understood():
    assert wish_in("but in red with long sleeves", TYPES).for_encoder == "red long sleeves"
    assert wish_in("under 60", TYPES).for_encoder == ""
