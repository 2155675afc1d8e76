"""The garment's own colours: the backdrop left out, whatever stands in front of it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.colours import base_colour, base_colour_features, palette_of
from catalog.colours.foreground import foreground
from catalog.colours.lab import to_hex, to_lab

NAVY, RED, TEAL, WHITE = (20, 30, 80), (190, 25, 40), (10, 130, 125), (255, 255, 255)


def garment(colour, backdrop=WHITE, size=(120, 160)) -> Image.Image:
    picture = Image.new("RGB", size, backdrop)
    width, height = size
    ImageDraw.Draw(picture).rectangle(
        (width // 4, height // 5, width * 3 // 4, height * 4 // 5), colour
    )
    return picture


def is_like(lab, rgb, within=4.0) -> bool:
    return bool(np.linalg.norm(np.array(lab) - to_lab(np.array(rgb, np.uint8))) < within)


@pytest.mark.parametrize("backdrop", [WHITE, (225, 225, 222), (200, 210, 225)])
@pytest.mark.parametrize("colour", [NAVY, RED, TEAL])
def test_the_backdrop_is_no_colour_of_the_garment(colour, backdrop):
    (only,) = palette_of(garment(colour, backdrop))
    assert is_like(only.lab, colour)
    assert only.share == pytest.approx(1)


def test_a_white_garment_on_white_is_white():
    (only,) = palette_of(garment((240, 240, 238)))
    assert base_colour(only.lab) in {"White", "Off White"}


def test_two_colours_have_their_shares():
    dress = garment(NAVY)
    ImageDraw.Draw(dress).rectangle((30, 32, 90, 64), RED)
    first, second = palette_of(dress)
    assert is_like(first.lab, NAVY)
    assert is_like(second.lab, RED)
    assert first.share + second.share == pytest.approx(1)
    assert 0.2 < second.share < 0.45


def test_light_and_shade_are_one_colour():
    dress = garment(NAVY)
    ImageDraw.Draw(dress).rectangle((60, 32, 90, 128), (28, 38, 90))
    assert len(palette_of(dress)) == 1


def test_both_shoes_of_a_pair_are_seen_and_a_speck_is_not():
    pair = Image.new("RGB", (120, 120), WHITE)
    pen = ImageDraw.Draw(pair)
    pen.rectangle((10, 40, 50, 80), NAVY)
    pen.rectangle((70, 40, 110, 80), RED)
    pen.rectangle((58, 100, 62, 104), TEAL)
    mask = foreground(to_lab(np.asarray(pair)))
    assert mask[60, 30]
    assert mask[60, 90]
    assert not mask[102, 60]


def test_a_cut_out_garment_stands_on_white():
    cut_out = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    ImageDraw.Draw(cut_out).rectangle((30, 30, 70, 70), (*TEAL, 255))
    (only,) = palette_of(cut_out)
    assert is_like(only.lab, TEAL)


@pytest.mark.parametrize("size", [(1, 1), (1, 200), (200, 1), (3, 2), (2000, 20)])
def test_any_shape_of_picture_has_colours(size):
    palette = palette_of(Image.new("RGB", size, RED))
    assert is_like(palette[0].lab, RED)
    assert sum(colour.share for colour in palette) == pytest.approx(1)


def test_a_large_photo_and_its_small_copy_have_the_same_colours():
    large = garment(TEAL, size=(1200, 1600))
    small = large.resize((60, 80), Image.Resampling.BICUBIC)
    one, other = palette_of(large)[0], palette_of(small)[0]
    assert np.linalg.norm(np.subtract(one.lab, other.lab)) < 4


def test_lab_and_back():
    for rgb in (NAVY, RED, TEAL, (0, 0, 0), WHITE):
        assert to_hex(to_lab(np.array(rgb, np.uint8))) == "#{:02x}{:02x}{:02x}".format(*rgb)


def test_features_tell_colours_apart_and_have_one_length():
    rows = [base_colour_features(garment(c)) for c in (NAVY, (22, 32, 84), RED)]
    assert {(row.shape, row.dtype.name) for row in rows} == {(rows[0].shape, "float32")}
    assert np.isfinite(rows).all()
    navy, its_twin, red = rows
    assert np.linalg.norm(navy - its_twin) < np.linalg.norm(navy - red) / 2
