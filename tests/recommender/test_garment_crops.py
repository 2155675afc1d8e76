"""Crops that a fine-tuning learns from: of the garment, wherever it is in its picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from recommender.training.batches import ProductTable
from recommender.training.cutouts import WHOLE, garment_frames
from recommender.training.pictures import PictureSet, PictureSource, decoded
from recommender.training.products import TrainingProduct

WIDTH, HEIGHT = 72, 96
#: Left, top, right, bottom, in pixels: a quarter of each side, in a corner.
BOX = (3, 4, 21, 28)
#: Views of each picture.
MANY = 64
VIEW = (40, 30)


def in_a_corner() -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste("red", BOX)
    return picture


def in_a_street() -> Image.Image:
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    return Image.fromarray(noise)


def picture_set(folder: Path, picture: Image.Image) -> PictureSet:
    (folder / "images").mkdir()
    picture.save(folder / "images" / "1.png")
    return decoded(PictureSource(folder / "images"), ["1"], folder, (HEIGHT, WIDTH))


def views(pictures: PictureSet, *, crops_garments: bool) -> torch.Tensor:
    table = ProductTable([TrainingProduct("1", "Dress")], [pictures], crops_garments=crops_garments)
    return table.views([0] * MANY, VIEW, seed=1)


def share_of_garment(shown: torch.Tensor) -> torch.Tensor:
    """(n,) of each view's pixels"""
    return (shown[:, 0] - shown[:, 1] > 0.5).float().mean((1, 2))


def test_the_frame_is_the_smallest_around_the_garment(tmp_path):
    pictures = picture_set(tmp_path, in_a_corner())
    left, top, right, bottom = BOX
    middle = [(left + right) / WIDTH - 1, (top + bottom) / HEIGHT - 1]
    frame = garment_frames(pictures)[0].tolist()
    assert frame == pytest.approx([*middle, (right - left) / WIDTH], abs=0.02)
    assert garment_frames(pictures)[0].tolist() == frame  # as it was kept


def test_every_crop_holds_the_garment_and_some_a_part_of_it(tmp_path):
    pictures = picture_set(tmp_path, in_a_corner())
    of_garments = share_of_garment(views(pictures, crops_garments=True))
    # Seen whole, with all of the picture around it, it covers a sixteenth.
    assert of_garments.min() > 0.9 / 16
    assert of_garments.max() > 0.95
    assert 0.1 < of_garments.median() < 0.9
    of_pictures = share_of_garment(views(pictures, crops_garments=False))
    assert of_pictures.min() < 0.5 / 16


def test_a_picture_whose_garment_is_not_told_from_its_ground_is_cropped_as_ever(tmp_path):
    pictures = picture_set(tmp_path, in_a_street())
    assert garment_frames(pictures)[0].tolist() == list(WHOLE)
    same = (views(pictures, crops_garments=crops) for crops in (True, False))
    assert torch.equal(*same)
