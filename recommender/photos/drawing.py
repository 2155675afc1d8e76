"""Pictures of garments drawn from words by a model that DRAWING_MODEL names; else by nobody.

Named as segmenters are: hf-hub:OWNER/MODEL for one of diffusers (a folder of one too), or the
dotted path of a function of the shop's own, such as one that asks a machine with a graphics card.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.util import find_spec
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string
from PIL import Image

from recommender.unavailable import ModelUnavailable

HUB = "hf-hub:"
#: Called with the share of the work that is done, 0..1.
Progress = Callable[[float], None]


class Draws(Protocol):
    """What every model does. Raises NothingDrawn where it will not draw these words."""

    def __call__(self, words: str, progress: Progress) -> Image.Image: ...


class DrawingUnavailable(ModelUnavailable):
    """One that draws."""


class NothingDrawn(ValueError):
    """The model gave no picture of these words."""


_loaded: dict[str, Draws] = {}
_loading = threading.Lock()


def can_draw() -> bool:
    return not how_to_add()


def how_to_add() -> str:
    """What is missing for drawing from words; "" where nothing is. Loads nothing."""
    if not settings.DRAWING_MODEL:
        return "pip install diffusers transformers, and name a model in DRAWING_MODEL"
    if settings.DRAWING_MODEL.startswith(HUB) and not find_spec("diffusers"):
        return "pip install diffusers transformers: DRAWING_MODEL names a model of these"
    return ""


def load_named(name: str) -> Draws:
    """The model of that name, once per process. Raises DrawingUnavailable."""
    with _loading:
        if name not in _loaded:
            _loaded[name] = build(name)
        return _loaded[name]


def build(name: str) -> Draws:
    """The model anew. Raises DrawingUnavailable."""
    try:
        if name.startswith(HUB):
            from recommender.photos.diffusing import Diffusing

            return Diffusing(name.removeprefix(HUB), settings.DRAWING_STEPS)
        return import_string(name)
    except Exception as error:  # missing files, broken weights, no network: one answer to all
        raise DrawingUnavailable(
            f"The drawing model {name!r} could not be loaded ({type(error).__name__}: {error}). "
            "Check the DRAWING_MODEL setting."
        ) from error
