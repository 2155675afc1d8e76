"""A shop's own kind of picture: one product before a plain backdrop."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

from catalog.colours.lab import to_lab
from recommender.photos.classes import CLASSES, SKIN
from recommender.photos.regions import Region, foreground

SIDE = 64
NEAR = 10.0
"""Distance in CIELAB within which a pixel of the border is of the backdrop's colour."""
PLAIN = 0.85
"""Share of the border that is."""
BARE = 0.05
"""Share of what stands out that is skin, from which on somebody wears it."""
BESIDE = 0.15
"""Share of the largest garment from which on another is a garment of its own."""


def is_product_shot(photo: Image.Image, found: Sequence[Region], probabilities: np.ndarray) -> bool:
    """Whether it shows one product and not what somebody wears together."""
    return has_plain_backdrop(photo) and not (
        _is_worn(probabilities) and _several(found)
    )  # fmt: skip


def has_plain_backdrop(photo: Image.Image) -> bool:
    small = photo.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BOX)
    lab = to_lab(np.asarray(small))
    # Without the lower edge, which a worn garment often runs out of.
    rim = np.concatenate([lab[0], lab[:-16, 0], lab[:-16, -1]])
    colour = np.median(rim, axis=0)
    near = np.linalg.norm(rim - colour, axis=-1) < NEAR
    return bool(near.mean() >= PLAIN)


def _is_worn(probabilities: np.ndarray) -> bool:
    body = foreground(probabilities)
    bare = probabilities.argmax(0) == CLASSES.index(SKIN)
    return bool(body.any() and bare.sum() >= BARE * body.sum())


def _several(found: Sequence[Region]) -> bool:
    largest = max((region.area for region in found), default=0.0)
    return len({region.kind for region in found if region.area >= BESIDE * largest}) > 1
