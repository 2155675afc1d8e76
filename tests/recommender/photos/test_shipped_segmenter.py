"""The segmenter that ships: there, small, and able to find a drawn outfit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from PIL import Image, ImageOps

from recommender.photos.classes import CLASSES
from recommender.photos.garments import garments_in
from recommender.photos.segmenter.loading import SHIPPED, SHIPPED_FOLDER, build
from recommender.photos.views import OF_A_MIRROR, crop, cutout, pooled, raw

SCENES = Path(settings.BASE_DIR) / "static" / "storefront" / "scenes"


@pytest.fixture(scope="module")
def shipped():
    return build(SHIPPED)


@pytest.fixture
def by_the_harbour() -> Image.Image:
    """A drawn woman in a striped top and a red skirt."""
    return Image.open(SCENES / "harbour.jpg").convert("RGB")


def test_it_is_small_enough_to_ship():
    assert sum(path.stat().st_size for path in SHIPPED_FOLDER.iterdir()) < 8_000_000


def test_it_says_how_probable_each_class_is(shipped, by_the_harbour):
    told = shipped.probabilities(by_the_harbour)
    assert told.shape[0] == len(CLASSES)
    np.testing.assert_allclose(told.sum(0), 1, atol=1e-3)


def test_a_drawn_woman_wears_a_top_something_red_below_it_and_shoes(shipped, by_the_harbour):
    found = garments_in(by_the_harbour, shipped)
    assert {"top", "shoes"} <= {garment.kind for garment in found}
    below = [g for g in found if g.kind in ("bottom", "dress")]
    assert any("Red" in garment.colours for garment in below)


def test_it_is_shown_whole_and_nearer_and_by_its_garments(by_the_harbour):
    shown = [show(by_the_harbour) for show in (raw, crop, cutout)]
    one_way = [[view.picture for view in some[: len(some) // 2]] for some in shown]
    assert all(whole is by_the_harbour for whole, *_ in one_way)
    plain, crops, on_white = (some[1:] for some in one_way)
    assert len(plain) == 5  # its middle and four quarters
    assert len(crops) == len(on_white) > 6
    assert all(part.width < by_the_harbour.width for part in (*plain, *crops))
    assert all(garment.getpixel((0, 0)) == (255, 255, 255) for garment in on_white[5:])


def test_what_is_mirrored_is_doubted_a_little(by_the_harbour):
    shown = raw(by_the_harbour)
    for view, mirrored in zip(shown[:6], shown[6:], strict=True):
        assert mirrored.picture == ImageOps.mirror(view.picture)
        assert mirrored.doubt == pytest.approx(view.doubt + OF_A_MIRROR)


def test_a_product_that_two_views_know_is_likelier_than_one_that_one_knows():
    cosines = np.array([[0.80, 0.82, 0.1], [0.79, 0.2, 0.1]])
    assert pooled(cosines, np.zeros(2)).argmax() == 0
    assert pooled(cosines, np.array([0.0, 0.5])).argmax() == 1


def test_a_product_on_white_stays_whole(shipped):
    photo = Image.new("RGB", (300, 400), "white")
    photo.paste((180, 30, 40), (60, 90, 240, 320))
    (product,) = garments_in(photo, shipped)
    assert product.picture is photo
