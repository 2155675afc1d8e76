"""Colours in words, and a missing colour suggested."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.colours import (
    Colour,
    base_colour,
    colour_name,
    likely_colours,
    read_palette,
    stated_colours,
    suggest_colour,
)
from catalog.colours.comparing import ciede2000
from catalog.colours.lab import to_lab
from catalog.colours.naming import base_colours, fine_names


def lab(*rgb: int) -> tuple[float, ...]:
    return tuple(float(value) for value in to_lab(np.array(rgb, np.uint8)))


@pytest.mark.parametrize(
    ("rgb", "name"),
    [((0, 0, 0), "black"), ((2, 147, 134), "teal"), ((1, 21, 62), "navy")],
)
def test_fine_names(rgb, name):
    names, _ = fine_names()
    assert name in names
    assert colour_name(lab(*rgb)) == name


def test_the_shortlist_hides_no_nearer_name():
    names, labs = fine_names()
    draw = np.random.default_rng(3)
    for colour in to_lab(draw.integers(0, 256, (150, 3), np.uint8)):
        assert colour_name(colour) == names[ciede2000(labs, colour).argmin()]


def test_no_name_that_a_shop_would_not_print():
    names, _ = fine_names()
    words = {word for name in names for word in name.split()}
    assert not words & {"shit", "poop", "puke", "vomit", "snot", "ugly", "piss", "booger"}
    assert len(names) > 800


@pytest.mark.parametrize(
    ("rgb", "base"),
    [
        ((15, 15, 17), "Black"),
        ((252, 252, 252), "White"),
        ((180, 20, 35), "Red"),
        ((240, 210, 40), "Yellow"),
        ((25, 120, 50), "Green"),
        ((20, 30, 80), "Navy Blue"),
        ((128, 128, 128), "Grey"),
    ],
)
def test_base_colours(rgb, base):
    assert base_colour(lab(*rgb)) == base


def test_a_photos_colours_survive_being_stored():
    palette = (Colour(lab(20, 30, 80), 0.7), Colour(lab(200, 30, 40), 0.3))
    stated = stated_colours(palette)
    assert [colour["share"] for colour in stated] == [0.7, 0.3]
    assert stated[0]["base"] in base_colours()[0]
    for kept, colour in zip(read_palette(stated), palette, strict=True):
        assert kept.lab == pytest.approx(colour.lab, abs=0.06)
    assert read_palette(None) == ()


def test_a_plain_colour_is_suggested_surely_and_a_doubtful_one_is_not():
    black = suggest_colour((Colour(lab(18, 18, 20), 1.0),))
    assert black is not None
    assert black.colour == "Black"
    assert black.confidence > 0.6
    between = suggest_colour((Colour(lab(90, 90, 110), 1.0),))
    assert between is not None
    assert between.confidence < black.confidence


def test_suggestions_are_ordered_and_none_is_made_of_nothing():
    best = likely_colours((Colour(lab(20, 30, 80), 1.0),), 3)
    assert len(best) == 3
    assert [s.confidence for s in best] == sorted((s.confidence for s in best), reverse=True)
    assert suggest_colour(()) is None
