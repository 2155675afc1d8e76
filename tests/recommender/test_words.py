"""Search by words: with the encoder whose vectors answer, and without it."""

from __future__ import annotations

import numpy as np
import pytest

from catalog.models import Brand, Product, ProductType
from recommender.words import by_words, search_words
from tests.factories import make_product

EVENING = [1, 0, 0]


class Listener:
    """An encoder that hears "evening" in every text."""

    def __init__(self, version: str) -> None:
        self.version = version

    def encode_texts(self, texts):
        return np.array([EVENING] * len(texts), dtype=np.float32)


@pytest.fixture
def ball_gown(encoder_version) -> Product:
    return make_product("Aurora gown", stock={"M": 1}, vector=EVENING)


def load(monkeypatch, version: str) -> None:
    monkeypatch.setattr("recommender.encoder.load_encoder", lambda name: Listener(version))


def test_a_garment_is_found_by_what_is_meant(ball_gown, encoder_version, monkeypatch):
    make_product("Alma belt", stock={"M": 1}, vector=[0, 1, 0])
    load(monkeypatch, encoder_version.version)
    found = search_words("something for the evening", Product.objects.all())
    assert found.by_meaning
    assert found.product_ids[0] == ball_gown.pk


def test_vectors_of_another_encoder_are_not_compared(ball_gown, monkeypatch):
    load(monkeypatch, "three-numbers@2")
    found = search_words("gown", Product.objects.all())
    assert not found.by_meaning
    assert found.product_ids == [ball_gown.pk]


def test_without_the_encoder_the_words_themselves_are_searched(ball_gown, monkeypatch):
    def away(name):
        raise RuntimeError("the model is being moved")

    monkeypatch.setattr("recommender.encoder.load_encoder", away)
    found = search_words("gown", Product.objects.all())
    assert (found.product_ids, found.by_meaning) == ([ball_gown.pk], False)


def test_the_words_are_those_of_now(db):
    """Title, colour, use, and what type and brand are called, however they were changed."""
    gown = make_product("Aurora gown", colour="Teal", usage="Party", brand="Fjellro")
    for word in ("aurora", "teal", "party", "dress", "fjellro"):
        assert by_words(word, Product.objects.all(), 5) == [gown.pk], word
    Product.objects.update(title="Borealis gown")
    Brand.objects.update(name="Havblikk")
    ProductType.objects.update(name="Evening wear")
    for word in ("borealis", "havblikk", "evening"):
        assert by_words(word, Product.objects.all(), 5) == [gown.pk], word
    for word in ("aurora", "fjellro", "dress"):
        assert by_words(word, Product.objects.all(), 5) == [], word


def test_a_word_of_the_title_counts_for_more(db):
    named = make_product("Teal coat", colour="Black")
    coloured = make_product("Winter coat", colour="Teal")
    assert by_words("teal", Product.objects.all(), 5) == [named.pk, coloured.pk]
    assert by_words("teal", Product.objects.filter(colour="Teal"), 5) == [coloured.pk]
