"""A segmenter's figures on photos with masks, and a sheet to judge it by eye."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from recommender.photos.segmenter.loading import FindsClasses
from recommender.training.segmenter_data import IGNORED, StreetPhotos
from recommender.training.segmenter_figures import Confusion

#: Background (not painted), skin, top, layer, dress, bottom, shoes, bag, accessory.
COLOURS = np.array(
    [
        (0, 0, 0), (255, 214, 170), (52, 152, 219), (155, 89, 182), (231, 76, 160),
        (39, 174, 96), (230, 126, 34), (241, 196, 15), (192, 20, 20),
    ],
    np.uint8,
)  # fmt: skip
CELL = (150, 225)


def evaluated(
    segmenter: FindsClasses,
    source: StreetPhotos,
    ids: Sequence[str],
    seen: Callable[[], Any] = lambda: None,
) -> dict[str, Any]:
    """Pixels of all photos counted together, at the masks' own size.

    seconds_per_photo: a core's time for one photo that is decoded already. seen: called after each.
    """
    confusion, seconds = Confusion(), 0.0
    for photo_id in ids:
        photo, truth = source.photo(photo_id), source.mask(photo_id)
        # The thread's own time: one core is what is asked for, and others may want it too.
        began = time.thread_time()
        told = classes_told(segmenter, photo, truth.shape)
        seconds += time.thread_time() - began
        confusion.add(truth, told)
        seen()
    spent = {"seconds_per_photo": seconds / len(ids)}
    return {"photos": len(ids), **confusion.figures(), **spent}


def classes_told(segmenter: FindsClasses, photo: Image.Image, shape: tuple[int, ...]) -> np.ndarray:
    """(h, w) = shape, the likeliest class of each pixel."""
    probabilities = torch.from_numpy(segmenter.probabilities(photo))
    return F.interpolate(probabilities[None], shape, mode="bilinear")[0].argmax(0).numpy()


def sheet(
    segmenter: FindsClasses, source: StreetPhotos, ids: Sequence[str], columns: int = 8
) -> Image.Image:
    """Each photo, its true classes and those told, side by side, in rows."""
    width, height = CELL
    rows = -(-len(ids) // columns)
    drawn = Image.new("RGB", (columns * (3 * width + 6), rows * height), "white")
    for at, photo_id in enumerate(ids):
        photo, truth = source.photo(photo_id), source.mask(photo_id)
        told = classes_told(segmenter, photo, truth.shape)
        row, column = divmod(at, columns)
        for step, picture in enumerate([photo, painted(photo, truth), painted(photo, told)]):
            place = (column * (3 * width + 6) + step * width, row * height)
            drawn.paste(picture.resize(CELL), place)
    return drawn


def painted(photo: Image.Image, classes: np.ndarray) -> Image.Image:
    """Classes as colours over the photo; the background grows pale."""
    pixels = np.asarray(photo).astype(np.float32)
    known = np.where(classes == IGNORED, 0, classes)
    over = COLOURS[known].astype(np.float32)
    mixed = np.where((known > 0)[..., None], 0.35 * pixels + 0.65 * over, 0.5 * pixels + 127)
    return Image.fromarray(mixed.astype(np.uint8))


def draw_sheet(
    segmenter: FindsClasses, source: StreetPhotos, ids: Sequence[str], file: Path, count: int = 24
) -> None:
    step = max(1, len(ids) // count)
    sheet(segmenter, source, list(ids)[::step][:count], columns=4).save(file)
