"""Pictures as an encoder takes them: opened no larger than it needs, squashed to its input size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import interpolate

#: What torch resizes by as Pillow does, to a grey level, and several times as fast.
IN_TORCH = {"bilinear", "bicubic"}
#: How many times larger than wanted a picture still is once Pillow has thinned it out; from twice
#: that on it does, and is the faster one.
GAP = 3


@dataclass(frozen=True)
class Squash:
    """Resizing to one fixed size, whatever the proportions."""

    height: int
    width: int
    interpolation: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Squash | None:
        """From open_clip's `preprocess_cfg`; None where that asks for more than resizing."""
        size = config.get("size")
        if config.get("resize_mode") != "squash" or not isinstance(size, (list, tuple)):
            return None
        height, width = size
        return cls(height, width, config.get("interpolation", "bicubic").lower())

    def pixels(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """Pictures of any size and mode -> (n, height, width, 3) uint8."""
        pixels = torch.empty((len(images), self.height, self.width, 3), dtype=torch.uint8)
        for row, image in zip(pixels, images, strict=True):
            row[...] = self.squashed(self.opened(image))
        return pixels

    def opened(self, image: Image.Image) -> Image.Image:
        # A JPEG that is not decoded yet comes out of its own decoder smaller, at a third of the
        # cost; nothing happens to any other picture.
        image.draft("RGB", (self.width, self.height))
        return image if image.mode == "RGB" else image.convert("RGB")

    def squashed(self, image: Image.Image) -> torch.Tensor:
        """(height, width, 3) uint8"""
        far_larger = image.width >= 2 * GAP * self.width or image.height >= 2 * GAP * self.height
        if far_larger or self.interpolation not in IN_TORCH:
            resampling = Image.Resampling[self.interpolation.upper()]
            size = self.width, self.height
            return in_bytes(image.resize(size, resampling, reducing_gap=GAP))
        given = in_bytes(image).permute(2, 0, 1)[None]
        size = self.height, self.width
        return interpolate(given, size, mode=self.interpolation, antialias=True)[0].permute(1, 2, 0)


def in_bytes(image: Image.Image) -> torch.Tensor:
    """A picture in RGB -> (height, width, 3) uint8. Raises OSError: it cannot be decoded."""
    return torch.from_numpy(np.array(image))


def decode_repeated(images: Sequence[Image.Image]) -> None:
    """Decode what is there twice: two threads must not do so at once with one file."""
    seen: set[int] = set()
    for image in images:
        if id(image) in seen:
            image.load()
        seen.add(id(image))
