"""A garment whose photo does not say its colour surely: the encoder's words are heard as well."""

from __future__ import annotations

import numpy as np
import pytest
from django.urls import reverse

from catalog.models import Product
from recommender.encoder_identity import EncoderUnavailable
from tests.factories import give_photo, make_product

pytestmark = pytest.mark.django_db

#: Maroon, red or brown? The photo alone gives none of them 60 %.
BETWEEN = "#5a1f2b"
MAROON, NEARLY_MAROON, BLUE = [1, 0, 0], [0.73, 0.68, 0], [0, 0, 1]


class Listener:
    """Hears maroon, burgundy and blue; any other colour word is one to it."""

    def __init__(self, version: str) -> None:
        self.version = version

    def encode_texts(self, texts):
        heard = {"maroon": [1, 0, 0], "burgundy": [0, 1, 0], "blue": [0, 0, 1]}
        return np.array([heard.get(text, [0, -1, 0]) for text in texts], np.float32)


@pytest.fixture(autouse=True)
def encoder(encoder_version, monkeypatch) -> None:
    listener = Listener(encoder_version.version)
    monkeypatch.setattr("recommender.encoder.load_encoder", lambda name: listener)


def dress(vector: list[float], photo: str = BETWEEN) -> Product:
    product = make_product("Linnea dress", colour="")
    give_photo(product, photo)
    product.embeddings.update(vector=vector)
    return product


def filled_in(admin_client, *products: Product) -> list[str]:
    chosen = [product.pk for product in products]
    page = reverse("admin:catalog_product_changelist")
    admin_client.post(page, {"action": "fill_in_colours", "_selected_action": chosen})
    return [Product.objects.get(pk=pk).colour for pk in chosen]


def test_the_word_decides_where_the_photo_is_unsure(admin_client):
    clear, unclear = dress(MAROON), dress(NEARLY_MAROON)
    assert filled_in(admin_client, clear, unclear) == ["Maroon", ""]


def test_a_word_that_the_photo_makes_unlikely_is_not_believed(admin_client):
    assert filled_in(admin_client, dress(BLUE)) == [""]


def test_a_sure_photo_is_not_overruled(admin_client):
    assert filled_in(admin_client, dress(MAROON, photo="#0e0e10")) == ["Black"]


def test_without_the_encoder_the_photos_alone_are_asked(admin_client, monkeypatch):
    def away(name):
        raise EncoderUnavailable("the model is being moved")

    monkeypatch.setattr("recommender.encoder.load_encoder", away)
    assert filled_in(admin_client, dress(MAROON), dress(BLUE, "#0e0e10")) == ["", "Black"]
