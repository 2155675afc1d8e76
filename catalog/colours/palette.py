"""The two or three colours a garment is made of. Runs where pictures are decoded: numpy alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PIL import Image

from .foreground import distance_from_middle, foreground, on_white
from .lab import to_lab

WORKING_SIDE = 64
"""Pixels on the longest side. At 96 the same colours are found for twice the time."""
MOST_COLOURS = 3
ALIKE = 14.0
"""Nearer than this in CIELAB, two clusters are light and shade of one colour."""
LEAST_SHARE = 0.08
CENTRE_WIDTH = 0.5
"""Standard deviation, in half sides: the garment hangs in the middle, faces and feet do not."""
ROUNDS = 8

_LEVELS = 32  # per channel: cells of 8 values, a CIELAB unit or two wide
_STEPS = (np.arange(_LEVELS) * 255 / (_LEVELS - 1)).round().astype(np.uint8)
_CELLS = to_lab(np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS, indexing="ij"), -1).reshape(-1, 3))


@dataclass(frozen=True)
class Colour:
    """One colour of a garment: CIELAB under D65, and its share of the garment in 0..1."""

    lab: tuple[float, float, float]
    share: float


Palette = tuple[Colour, ...]
"""The largest share first; shares sum to one."""


def palette_of(picture: Image.Image) -> Palette:
    """One to three colours of the garment in a picture of any size and mode.

    What is see-through is white, as on the shop's pages.
    """
    return clustered_palette(*garment_colours(picture))


def palette_within(picture: Image.Image, mask: Image.Image) -> Palette:
    """One to three colours of what the mask shows of an RGB picture: mode L, of the same size.

    () where it shows nothing.
    """
    rgb = _small(picture)
    shown = mask.resize(rgb.shape[1::-1], Image.Resampling.BOX)
    within = np.asarray(shown) >= 128
    if not within.any():
        within = np.asarray(shown) > 0
    return clustered_palette(*_in_cells(rgb[within], None)) if within.any() else ()


def clustered_palette(colours: np.ndarray, weights: np.ndarray) -> Palette:
    """Of the cells that `garment_colours` gives."""
    return _as_palette(*_merged(*_clustered(colours, weights)))


def garment_colours(picture: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """(n, 3) CIELAB and (n,) weights, which sum to one: the garment's pixels in cells of colour."""
    rgb = _small(picture)
    mask = foreground(to_lab(rgb))
    return _in_cells(rgb[mask], _centrality(mask.shape)[mask])


def _in_cells(pixels: np.ndarray, importance: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """(p, 3) bytes and (p,), or all alike -> (n, 3) CIELAB and (n,) weights that sum to one."""
    cell = (pixels.astype(np.int32) * (_LEVELS - 1) + 127) // 255
    code = (cell[:, 0] * _LEVELS + cell[:, 1]) * _LEVELS + cell[:, 2]
    weights = np.bincount(code, importance)
    codes = weights.nonzero()[0]
    return _CELLS[codes], weights[codes] / weights.sum()


def _small(picture: Image.Image) -> np.ndarray:
    picture = on_white(picture)
    scale = min(1.0, WORKING_SIDE / max(picture.size))
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return np.asarray(picture.resize(size, Image.Resampling.BOX, reducing_gap=2.0))


@lru_cache(16)
def _centrality(shape: tuple[int, ...]) -> np.ndarray:
    return np.exp(-distance_from_middle(shape) / (2 * CENTRE_WIDTH**2))


def _clustered(colours: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """k-means: (k, 3) centres and (k,) weights. Begins with what is far apart; no dice."""
    centres = _far_apart(colours, weights)
    weighted = colours * weights[:, None]
    for _ in range(ROUNDS):
        nearest = _squares(colours, centres).argmin(1)
        member = np.eye(len(centres), dtype=np.float32)[nearest]
        shares = member.T @ weights
        moved = member.T @ weighted / np.maximum(shares, 1e-9)[:, None]
        if np.abs(moved - centres).max() < 0.5:
            break
        centres = np.where(shares[:, None] > 0, moved, centres)
    return centres, shares


def _far_apart(colours: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The heaviest cell, then each time the one that is furthest off for its weight."""
    chosen = [int(weights.argmax())]
    apart = _squares(colours, colours[chosen])[:, 0]
    for _ in range(min(MOST_COLOURS, len(colours)) - 1):
        chosen.append(int((apart * weights).argmax()))
        apart = np.minimum(apart, _squares(colours, colours[chosen[-1:]])[:, 0])
    return colours[chosen]


def _squares(colours: np.ndarray, centres: np.ndarray) -> np.ndarray:
    """(n, k) squared distances, by the way of products, which is the quickest."""
    lengths = (colours * colours).sum(1)[:, None] + (centres * centres).sum(1)
    return np.maximum(lengths - 2 * (colours @ centres.T), 0)


def _merged(centres: np.ndarray, shares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Light and shade of one colour become one, and specks are left out."""
    order = np.argsort(-shares)
    kept: list[np.ndarray] = []
    amounts: list[float] = []
    for centre, share in zip(centres[order], shares[order], strict=True):
        alike = [at for at, other in enumerate(kept) if np.linalg.norm(other - centre) < ALIKE]
        if alike:
            at, both = alike[0], amounts[alike[0]] + share
            kept[at] = (kept[at] * amounts[at] + centre * share) / max(both, 1e-9)
            amounts[at] = both
        elif share >= LEAST_SHARE or not kept:
            kept.append(centre)
            amounts.append(float(share))
    return np.array(kept), np.array(amounts) / sum(amounts)


def _as_palette(centres: np.ndarray, shares: np.ndarray) -> Palette:
    return tuple(
        Colour((float(centre[0]), float(centre[1]), float(centre[2])), float(share))
        for centre, share in sorted(
            zip(centres, shares, strict=True), key=lambda pair: -pair[1]
        )
    )  # fmt: skip
