"""Models that draw, named by DRAWING_MODEL as a shop's own would be."""

from __future__ import annotations

from PIL import Image

from recommender.photos.drawing import NothingDrawn, Progress


def paints(words: str, progress: Progress) -> Image.Image:
    """The first word, as a wall of that colour."""
    progress(0.5)
    return Image.new("RGB", (64, 96), words.split()[0])


def refuses(words: str, progress: Progress) -> Image.Image:
    raise NothingDrawn("the model's safety check")


def breaks(words: str, progress: Progress) -> Image.Image:
    progress(0.25)
    raise RuntimeError(f"no memory left for {words}")
