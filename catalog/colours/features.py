"""A garment's colours as numbers of fixed length, for a classifier to take."""

from __future__ import annotations

from functools import cache

import numpy as np
from PIL import Image

from .comparing import ciede2000
from .naming import DATA, base_colours
from .palette import Palette, clustered_palette, garment_colours

NEARNESS = 4.0
"""CIEDE2000 at which the evidence for a base colour has fallen to 1/e."""


def base_colour_features(picture: Image.Image) -> np.ndarray:
    """(96 + 2n + 7,) float32 for n base colours: what the garment's own colours say of its name.

    First the square roots of the shares its pixels have in the 96 anchor colours that garments'
    pixels cluster round (weighted towards the middle of the picture, the backdrop left out), then
    `palette_features`. Of use beside a vector of the encoder: they lie in about -2..2 and are
    taken unscaled.
    """
    colours, weights = garment_colours(picture)
    nearest = ((colours[:, None] - anchors()[None]) ** 2).sum(2).argmin(1)
    shares = np.bincount(nearest, weights, len(anchors()))
    palette = clustered_palette(colours, weights)
    return np.concatenate([np.sqrt(shares), palette_features(palette)]).astype(np.float32)


def palette_features(palette: Palette, references: np.ndarray | None = None) -> np.ndarray:
    """(2n + 7,) float32 for the n base colours; the palette has at least one colour.

    references: (n, 3) CIELAB of other base colours than the shipped ones, while they are learned.

    Evidence for each base colour in the main colour, then in all by their shares, as
    exp(-CIEDE2000 / NEARNESS); the main colour's share, its CIELAB, and the mean CIELAB, / 50.
    """
    references = base_colours()[1] if references is None else references
    labs = np.array([colour.lab for colour in palette])
    shares = np.array([colour.share for colour in palette])
    evidence = np.exp(-ciede2000(labs[:, None], references[None]) / NEARNESS)
    parts = [evidence[0], shares @ evidence, shares[:1], labs[0] / 50, shares @ labs / 50]
    return np.concatenate(parts).astype(np.float32)


@cache
def anchors() -> np.ndarray:
    """(96, 3) CIELAB."""
    return np.load(DATA / "anchors.npy").astype(np.float32)
