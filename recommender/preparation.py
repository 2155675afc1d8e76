"""Pictures as an encoder takes them: opened no larger than it needs, squashed to its input size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image


@dataclass(frozen=True)
class Squash:
    """Resizing to one fixed size, whatever the proportions."""

    height: int
    width: int
    resampling: Image.Resampling

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Squash | None:
        """From open_clip's `preprocess_cfg`; None where that asks for more than resizing."""
        size = config.get("size")
        if config.get("resize_mode") != "squash" or not isinstance(size, (list, tuple)):
            return None
        height, width = size
        name = config.get("interpolation", "bicubic")
        return cls(height, width, Image.Resampling[name.upper()])

    def pixels(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Pictures of any size and mode -> (n, height, width, 3) uint8."""
        pixels = np.empty((len(images), self.height, self.width, 3), dtype=np.uint8)
        for row, image in zip(pixels, images, strict=True):
            row[...] = np.asarray(self.squashed(image))
        return pixels

    def squashed(self, image: Image.Image) -> Image.Image:
        # A JPEG that is not decoded yet comes out of its own decoder smaller, at a third of the
        # cost; nothing happens to any other picture.
        image.draft("RGB", (self.width, self.height))
        size = self.width, self.height
        return image.convert("RGB").resize(size, self.resampling, reducing_gap=3.0)


def decode_repeated(images: Sequence[Image.Image]) -> None:
    """Decode what is there twice: two threads must not do so at once with one file."""
    seen: set[int] = set()
    for image in images:
        if id(image) in seen:
            image.load()
        seen.add(id(image))
