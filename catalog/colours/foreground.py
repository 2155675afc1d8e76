"""The garment in a picture, found without weights: what neither is nor touches the backdrop."""

from __future__ import annotations

import numpy as np
from PIL import Image

BACKDROP_COLOURS = 3
"""A studio's backdrop is one colour or a gradient; a street has more, and is mostly missed."""
NEAR = 5.0
"""Distance in CIELAB within which a pixel is the backdrop's colour. White on white needs it low."""
LEAST, MOST = 0.02, 0.98
"""Shares of the picture outside which what was found is no garment: then the middle is taken."""
BUSY = 0.4
"""Share of the border that stands out: then the backdrop is a street, and the middle is kept."""
COMPANION = 0.3
"""A part this large beside the largest one is of the garment too: the other shoe of a pair."""


def on_white(image: Image.Image) -> Image.Image:
    """RGB; on white where it is see-through: for all that look at a garment, that is no ground."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


def foreground(lab: np.ndarray) -> np.ndarray:
    """(h, w, 3) CIELAB -> (h, w) bool, True on the garment. At least one pixel is."""
    found = _standing_out(lab)
    if _rim(found).mean() > BUSY:
        found &= _middle(found.shape)
    return found if _is_garment(found) else _middle(found.shape)


def told_foreground(lab: np.ndarray) -> np.ndarray | None:
    """As `foreground`; None where it would have to take the middle of the picture."""
    found = _standing_out(lab)
    return found if _rim(found).mean() <= BUSY and _is_garment(found) else None


def _standing_out(lab: np.ndarray) -> np.ndarray:
    return _largest_parts(~_reached_from_border(_like_backdrop(lab)))


def _is_garment(found: np.ndarray) -> bool:
    return bool(LEAST <= found.mean() <= MOST)


def _like_backdrop(lab: np.ndarray) -> np.ndarray:
    """Whether each pixel has one of the colours that make up most of the picture's border."""
    rim = _rim(lab)
    left, alike = np.ones(len(rim), bool), np.zeros(lab.shape[:2], bool)
    for _ in range(BACKDROP_COLOURS):
        colour = np.median(rim[left], axis=0)
        near = _distance(rim, colour) < 2 * NEAR
        near_left = near & left
        if not near_left.any():
            break
        colour = rim[near_left].mean(axis=0)
        alike |= _distance(lab, colour) < NEAR
        left &= ~near
        if left.mean() < 0.1:
            break
    return alike


def _rim(lab: np.ndarray) -> np.ndarray:
    """The border's pixels, without the lower edge, which a worn garment often runs out of."""
    return np.concatenate([lab[0], lab[:-1, 0], lab[:-1, -1]])


def _distance(lab: np.ndarray, colour: np.ndarray) -> np.ndarray:
    apart = lab - colour
    return np.sqrt(np.einsum("...i,...i->...", apart, apart))


def _reached_from_border(passable: np.ndarray) -> np.ndarray:
    """Passable pixels connected to the border, through runs of rows and columns in turn."""
    reached = np.zeros_like(passable)
    reached[0], reached[-1], reached[:, 0], reached[:, -1] = True, True, True, True
    return _spread(passable, (reached & passable).astype(np.int32)) > 0


def _largest_parts(mask: np.ndarray) -> np.ndarray:
    labels = _spread(mask, np.arange(1, mask.size + 1, dtype=np.int32).reshape(mask.shape) * mask)
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    return (sizes >= max(1, COMPANION * sizes.max()))[labels]


def _spread(passable: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The largest label of each connected region (4 neighbours), on all of its pixels."""
    rows, columns = _Runs(passable), _Runs(passable.T)
    while True:
        spread = columns.spread(rows.spread(labels).T).T
        if np.array_equal(spread, labels):
            return spread
        labels = spread


class _Runs:
    """Unbroken runs of passable and impassable pixels in each row, for a maximum over each."""

    def __init__(self, passable: np.ndarray) -> None:
        starts = np.ones(passable.shape, bool)
        starts[:, 1:] = passable[:, 1:] != passable[:, :-1]
        self._starts = np.flatnonzero(starts.ravel())
        self._lengths = np.diff(self._starts, append=passable.size)
        self._shape = passable.shape

    def spread(self, labels: np.ndarray) -> np.ndarray:
        """Impassable pixels carry label 0 and keep it."""
        highest = np.maximum.reduceat(labels.ravel(), self._starts)
        return np.repeat(highest, self._lengths).reshape(self._shape)


def _middle(shape: tuple[int, ...]) -> np.ndarray:
    """The ellipse that reaches over the middle 70 % of each side."""
    return distance_from_middle(shape) <= 0.5


def distance_from_middle(shape: tuple[int, ...]) -> np.ndarray:
    """(h, w), squared: 0 in the middle, 1 in the middle of an edge, 2 in a corner."""
    down, across = (np.arange(1 - side, side, 2) / side for side in shape)
    return down[:, None] ** 2 + across[None] ** 2
