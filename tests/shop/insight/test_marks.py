"""A card says what it stands in for, and nobody else can say it."""

from __future__ import annotations

import re

import pytest
from django.utils.http import urlencode

from shop.insight.marks import Mark, mark, read_mark

OFFER = (41, 7, "same type, other colour", 3, "same_brand")


def test_what_was_marked_is_read_back():
    assert read_mark(mark(*OFFER)) == Mark(41, 7, "same type, other colour", 3, "same_brand")


def test_a_rung_may_be_called_anything():
    assert read_mark(mark(41, 7, "größer · 1.5 <b>", 1, "closest")).rung == "größer · 1.5 <b>"


def test_the_same_offer_has_the_same_mark_for_everybody():
    assert mark(*OFFER) == mark(*OFFER)


def test_it_needs_no_escaping_and_is_short():
    token = mark(*OFFER)
    assert re.fullmatch(r"[\w.-]+", token)
    assert urlencode({"u": token}) == f"u={token}"
    assert len(token) < 90


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "x" + token,
        lambda token: token.replace(".", ""),
        lambda token: token + token,
        lambda token: token.upper(),
        lambda token: "",
        lambda token: "." * 500,
        lambda token: "\0ä.",
    ],
)
def test_a_damaged_mark_is_none(spoil):
    assert read_mark(spoil(mark(*OFFER))) is None


def test_a_mark_of_another_shop_is_none(settings):
    token = mark(*OFFER)
    settings.SECRET_KEY = "another shop's"
    assert read_mark(token) is None


def test_a_mark_outlives_a_new_key_that_remembers_the_old(settings):
    token = mark(*OFFER)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new one"
    assert read_mark(token) is not None
