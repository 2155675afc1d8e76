"""The segmenter that ships: there, small, and able to find a drawn outfit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from PIL import Image

from recommender.photos import cuts
from recommender.photos.classes import CLASSES
from recommender.photos.garments import garments_in
from recommender.photos.segmenter.loading import SHIPPED, SHIPPED_FOLDER, build

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
    views = [show(by_the_harbour) for show in (cuts.raw, cuts.crop, cuts.cutout)]
    assert all(whole is by_the_harbour for whole, *_ in views)
    assert all(middle.width < by_the_harbour.width for _, middle, *_ in views)
    (_, _), (_, _, *crops), (_, _, *on_white) = views
    assert len(crops) == len(on_white) > 1
    assert all(garment.width < by_the_harbour.width for garment in crops)
    assert all(garment.getpixel((0, 0)) == (255, 255, 255) for garment in on_white)


def test_a_product_on_white_stays_whole(shipped):
    photo = Image.new("RGB", (300, 400), "white")
    photo.paste((180, 30, 40), (60, 90, 240, 320))
    (product,) = garments_in(photo, shipped)
    assert product.picture is photo
