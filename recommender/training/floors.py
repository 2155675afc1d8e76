"""What pictures tell without any learning: the floors an encoder's figures stand on."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image

from catalog.colours.lab import to_lab

PIXEL_SIDE = 20
LAB_BINS = (9, 13, 13)
_LAB_LOW = np.array([0.0, -90.0, -90.0])
_LAB_STEP = (np.array([100.0, 90.0, 90.0]) - _LAB_LOW) / (np.array(LAB_BINS) - 1)


def pixels20(picture: Image.Image) -> np.ndarray:
    """The picture at 20x20, its 1,200 numbers with their mean taken off."""
    small = picture.convert("RGB").resize((PIXEL_SIDE, PIXEL_SIDE), Image.Resampling.BILINEAR)
    values = np.asarray(small, np.float32).reshape(-1)
    return values - values.mean()


def lab_histogram(picture: Image.Image) -> np.ndarray:
    """Shares of the picture's colours at 9x13x13 places of CIELAB (D65), square roots taken.

    Each pixel is divided among the eight places round it by nearness: a grey that is a shade
    warmer than another would otherwise share no bin with it. The inner product of two such rows
    is the Bhattacharyya coefficient of the histograms.
    """
    small = picture.convert("RGB").resize((30, 40), Image.Resampling.BILINEAR)
    lab = to_lab(np.asarray(small).reshape(-1, 3))
    place = ((lab - _LAB_LOW) / _LAB_STEP).clip(0, np.array(LAB_BINS) - 1.001)
    below = place.astype(np.int64)
    above = place - below
    counts = np.zeros(np.prod(LAB_BINS))
    for corner in itertools.product((0, 1), repeat=3):
        bins = np.ravel_multi_index(tuple((below + corner).T), LAB_BINS)
        counts += np.bincount(bins, np.where(corner, above, 1 - above).prod(1), len(counts))
    return np.sqrt(counts / len(lab)).astype(np.float32)


FLOORS: dict[str, Callable[[Image.Image], np.ndarray]] = {
    "pixels20": pixels20,
    "lab_histogram": lab_histogram,
}


def unit_rows(rows: list[np.ndarray]) -> torch.Tensor:
    """(n, d) float32, each row of length one (a row of zeros stays)."""
    return torch.nn.functional.normalize(torch.from_numpy(np.stack(rows)), dim=-1)
