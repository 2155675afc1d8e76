"""Photos are seen by a tower of their own, products by the encoder whose vectors the shop keeps."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from recommender.encoder import Encoder, load_encoder
from recommender.encoder.street import photo_vectors, street_tower
from recommender.encoder_identity import SHIPPED_FOLDER, STREET_FOLDER, STREET_OF, encoder_version
from tests.recommender.drawn_products import COLOURS, CUTS, garment


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load_encoder("shipped")


def in_the_street(cut: str, colour: str) -> Image.Image:
    """The same garment before a wall, smaller, and not in the middle."""
    product = garment(cut, colour).resize((168, 224))
    wall = Image.new("RGB", (300, 360), (118, 104, 92))
    for left in range(0, 300, 24):
        ImageDraw.Draw(wall).rectangle((left, 0, left + 11, 360), fill=(96, 92, 99))
    is_garment = product.convert("L").point(lambda value: 255 * (value < 230))
    wall.paste(product, (95, 100), is_garment)
    return wall


def test_the_shipped_tower_was_trained_for_the_shipped_encoder(encoder):
    content = json.loads((STREET_FOLDER / STREET_OF).read_text())
    assert content["encoder"] == encoder_version("shipped")[0] == encoder.version
    assert street_tower(encoder).version.startswith("understudy-street-1@")


def test_it_ships_in_less_than_14_mb():
    assert sum(file.stat().st_size for file in STREET_FOLDER.iterdir()) < 14e6


def test_its_words_are_the_encoders(encoder):
    texts = ["red dress", "navy blue jeans"]
    assert np.allclose(street_tower(encoder).encode_texts(texts), encoder.encode_texts(texts))


def test_a_photo_finds_its_product_more_often_than_by_the_encoder_alone(encoder):
    kinds = [(cut, colour) for cut in CUTS for colour in COLOURS]
    products = encoder.encode_images([garment(*kind).resize((168, 224)) for kind in kinds])
    photos = [in_the_street(*kind) for kind in kinds]
    own = np.arange(len(kinds))

    def found(vectors: np.ndarray) -> int:
        return int(((vectors @ products.T).argmax(1) == own).sum())

    assert found(photo_vectors(encoder, photos)) > found(encoder.encode_images(photos))


def test_a_picture_that_the_encoder_knows_is_left_to_it(encoder):
    product, photo = garment("Skirts", "Red").resize((168, 224)), in_the_street("Skirts", "Red")
    seen = photo_vectors(encoder, [photo, product])
    own = encoder.encode_images([photo, product])
    assert np.linalg.norm(seen, axis=1) == pytest.approx([1, 1], abs=1e-3)
    assert seen[1] @ own[1] > 0.95
    assert seen[0] @ own[0] < 0.8


def test_no_picture_is_no_vector(encoder):
    assert photo_vectors(encoder, []).shape == (0, encoder.dimension)


def test_a_tower_of_another_encoder_is_not_used(encoder, settings, tmp_path):
    folder = tmp_path / "theirs"
    shutil.copytree(STREET_FOLDER, folder)
    (folder / STREET_OF).write_text('{"encoder": "somebody-elses@12345678"}')
    settings.PHOTO_ENCODER = str(folder)
    assert street_tower(encoder) is encoder


@pytest.mark.parametrize("folder", ["/nowhere", str(SHIPPED_FOLDER)])
def test_without_a_tower_the_encoder_sees_photos_too(encoder, settings, folder: str | Path):
    settings.PHOTO_ENCODER = folder
    assert street_tower(encoder) is encoder
