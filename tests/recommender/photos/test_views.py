"""How a photo is shown to an encoder: in parts that have the proportions of product pictures."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from recommender.photos import views
from recommender.photos.showing import PROPORTIONS


def busy(width: int, height: int) -> Image.Image:
    """Red grows to the right, green downwards: each part says where it was."""
    across = np.broadcast_to(np.linspace(0, 255, width), (height, width))
    down = np.broadcast_to(np.linspace(0, 255, height)[:, None], (height, width))
    blue = np.indices((height, width)).sum(0) % 2 * 255  # no backdrop is plain
    return Image.fromarray(np.stack([across, down, blue], -1).astype(np.uint8))


def place(part: Image.Image) -> tuple[float, float]:
    """Its middle, as shares of the photo's sides."""
    red, green, _ = np.asarray(part).reshape(-1, 3).mean(0) / 255
    return round(float(red), 1), round(float(green), 1)


@pytest.mark.parametrize("size", [(400, 300), (300, 400), (400, 400), (270, 480), (1600, 200)])
def test_every_part_has_the_proportions_of_product_pictures(size):
    photo = busy(*size)
    whole, *parts = views.raw(photo)[: len(views.raw(photo)) // 2]
    assert whole.picture.size == photo.size
    for part in parts:
        width, height = part.picture.size
        assert width / height == pytest.approx(PROPORTIONS, rel=0.03)


def test_a_wide_photo_is_shown_from_end_to_end_and_a_tall_one_from_top_to_bottom():
    def of_full_height(photo: Image.Image) -> set[tuple[float, float]]:
        shown = [view.picture for view in views.raw(photo)[1 : len(views.raw(photo)) // 2]]
        return {place(part) for part in shown if max(part.size) >= max(photo.height, 400) - 2}

    assert of_full_height(busy(1200, 400)) == {(0.1, 0.5), (0.5, 0.5), (0.9, 0.5)}
    tall = [view.picture for view in views.raw(busy(300, 2000))]
    of_full_width = {place(part) for part in tall if part.size == (300, 400)}
    assert of_full_width >= {(0.5, 0.1), (0.5, 0.5), (0.5, 0.9)}


def test_one_like_product_pictures_has_no_more_views_than_it_needs():
    assert len(views.raw(busy(300, 400))) == len(views.raw(busy(400, 600))) == 2 * 6
    assert len(views.raw(busy(400, 300))) == 2 * 9


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (2, 3)])
def test_a_photo_of_hardly_any_pixels_has_views(size):
    photo = Image.new("RGB", size, "red")
    assert all(min(view.picture.size) >= 1 for view in views.raw(photo))
    assert all(view.picture.size for view in views.raw(busy(*size)))
