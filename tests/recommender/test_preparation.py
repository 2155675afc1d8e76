"""Pictures squashed to an encoder's size: fast, and as Pillow would."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageColor

from recommender.encoder.preparation import Squash

SIZE = (60, 80)


@pytest.fixture
def squash() -> Squash:
    found = Squash.of({"size": [80, 60], "resize_mode": "squash", "interpolation": "bicubic"})
    assert found
    return found


def sharp(width: int, height: int) -> Image.Image:
    """Every pixel its own colour: nothing that a wrong filter could hide in."""
    shape = height, width, 3
    return Image.fromarray(np.random.default_rng(7).integers(0, 256, shape, dtype=np.uint8))


def apart(squashed, picture: Image.Image) -> int:
    """Grey levels, at most, from what Pillow makes of it."""
    wanted = np.asarray(picture.resize(SIZE, Image.Resampling.BICUBIC, reducing_gap=3), dtype=int)
    return int(np.abs(squashed.pixels([picture])[0].numpy() - wanted).max())


@pytest.mark.parametrize(
    "size", [(224, 224), (60, 80), (112, 112), (30, 20), (1, 1), (350, 470), (1000, 800), (3, 900)]
)
def test_a_picture_of_any_size_is_squashed_as_pillow_would_to_a_grey_level(squash, size):
    assert apart(squash, sharp(*size)) <= 1


def test_the_kind_of_interpolation_is_the_models_own(squash):
    nearest = Squash.of({"size": [80, 60], "resize_mode": "squash", "interpolation": "nearest"})
    picture = sharp(224, 224)
    assert np.array_equal(nearest.pixels([picture])[0], picture.resize(SIZE, 0))
    assert apart(nearest, picture) > 50


def test_a_large_jpeg_is_opened_smaller(squash):
    file = io.BytesIO()
    sharp(960, 1280).save(file, "JPEG")
    picture = Image.open(file)
    assert squash.pixels([picture]).shape == (1, 80, 60, 3)
    assert picture.size == (120, 160)


def test_what_asks_for_more_than_resizing_is_left_to_the_models_own_way():
    assert Squash.of({"size": [80, 60], "resize_mode": "longest"}) is None
    assert Squash.of({"size": 224, "resize_mode": "squash"}) is None


def test_pictures_of_several_sizes_keep_their_places(squash):
    colours = ["red", "lime", "blue", "black", "white"]
    sizes = [(60, 80), (30, 40), (60, 80), (900, 900), (30, 40)]
    pictures = [Image.new("RGB", *each) for each in zip(sizes, colours, strict=True)]
    wanted = [ImageColor.getrgb(colour) for colour in colours]
    assert [tuple(row[9, 9].tolist()) for row in squash.pixels(pictures)] == wanted
