"""What pictures tell without any learning: the floors an encoder's figures stand on."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image

PIXEL_SIDE = 20
LAB_BINS = (9, 13, 13)
_LAB_LOW = np.array([0.0, -90.0, -90.0])
_LAB_STEP = (np.array([100.0, 90.0, 90.0]) - _LAB_LOW) / (np.array(LAB_BINS) - 1)
_D65 = np.array([0.95047, 1.0, 1.08883])
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
)


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


def to_lab(rgb: np.ndarray) -> np.ndarray:
    """(n, 3) sRGB bytes -> (n, 3) CIELAB under D65 (IEC 61966-2-1, CIE 15)."""
    share = rgb.astype(np.float64) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    ratio = linear @ _TO_XYZ.T / _D65
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)


FLOORS: dict[str, Callable[[Image.Image], np.ndarray]] = {
    "pixels20": pixels20,
    "lab_histogram": lab_histogram,
}


def unit_rows(rows: list[np.ndarray]) -> torch.Tensor:
    """(n, d) float32, each row of length one (a row of zeros stays)."""
    return torch.nn.functional.normalize(torch.from_numpy(np.stack(rows)), dim=-1)
