"""Segmenters by their SEGMENTER name: built once per process and kept.

Pages import this, so torch is only loaded with the first photo.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

import numpy as np
from PIL import Image

from recommender.unavailable import ModelUnavailable

SHIPPED = "shipped"
SHIPPED_FOLDER = Path(__file__).resolve().parents[2] / "weights" / "understudy-garments-3"
HUB = "hf-hub:"


class SegmenterUnavailable(ModelUnavailable):
    """One that finds garments."""


class FindsClasses(Protocol):
    """What every segmenter does."""

    name: str

    def probabilities(self, photo: Image.Image) -> np.ndarray:
        """RGB -> (classes, h, w) float32 that sum to one over the classes."""
        ...


_loaded: dict[str, FindsClasses] = {}
_loading = threading.Lock()


def load_named(name: str | None = None) -> FindsClasses:
    """The segmenter of that SEGMENTER name (the setting's, if none is given), once per process.

    "shipped"; a folder that `train_segmenter` exported; or hf-hub:OWNER/MODEL for one of
    transformers, a folder of one too. Raises SegmenterUnavailable.
    """
    from recommender.encoder.settings import setting

    name = name or setting("SEGMENTER", SHIPPED)
    with _loading:
        if name not in _loaded:
            _loaded[name] = build(name)
        return _loaded[name]


def build(name: str) -> FindsClasses:
    """The segmenter anew. Raises SegmenterUnavailable."""
    try:
        if name.startswith(HUB):
            from recommender.photos.segmenter.named import named

            return named(name.removeprefix(HUB))
        from recommender.photos.segmenter.segmenting import Segmenter
        from recommender.photos.segmenter.weights import load_segmenter

        return Segmenter(*load_segmenter(SHIPPED_FOLDER if name == SHIPPED else Path(name)))
    except Exception as error:  # missing files, broken weights, no network: one answer to all
        raise SegmenterUnavailable(
            f"The segmenter {name!r} could not be loaded ({type(error).__name__}: {error}). "
            "Check the SEGMENTER setting; 'shipped' needs no download."
        ) from error
