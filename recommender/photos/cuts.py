"""Three ways to show an encoder the main garment of a photo."""

from __future__ import annotations

from PIL import Image


def raw(photo: Image.Image) -> Image.Image:
    """The photo as it is."""
    return photo


def crop(photo: Image.Image) -> Image.Image:
    """The main garment with what is round it."""
    return photo


def cutout(photo: Image.Image) -> Image.Image:
    """The main garment on white."""
    return photo
