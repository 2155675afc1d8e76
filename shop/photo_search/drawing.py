"""An optional extra: a garment that she describes is drawn by a model, and searched with.

The model is whatever the shop's owner names; none ships, and nothing is fetched unless he does.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from django.conf import settings


@dataclass(frozen=True)
class Offer:
    """Whether drawing is to be had; if not, `how` says how the owner adds it."""

    is_there: bool
    how: str = ""


def offer() -> Offer:
    if find_spec("diffusers") is None:
        return Offer(False, "pip install diffusers, and name a model in DRAWING_MODEL")
    if not settings.DRAWING_MODEL:
        return Offer(False, "name a model in DRAWING_MODEL")
    return Offer(True)
