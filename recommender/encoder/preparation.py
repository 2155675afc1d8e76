"""Pictures as an encoder takes them: opened no larger than it needs, squashed to its input size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.nn.functional import interpolate

from recommender.encoder.framing import frames

#: What torch resizes by as Pillow does, to a grey level, and several times as fast.
IN_TORCH = {"bilinear", "bicubic"}
#: How many times larger than wanted a picture still is once Pillow has thinned it out; from twice
#: that on it does, and is the faster one.
GAP = 3


@dataclass(frozen=True)
class Squash:
    """Resizing to one fixed size, whatever the proportions.

    framed: a product before a plain backdrop is shown as large as there is room for.
    """

    height: int
    width: int
    interpolation: str
    framed: bool = False

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Squash | None:
        """From open_clip's `preprocess_cfg`, and `framed`, which is ours; None where that asks for
        more than resizing."""
        size = config.get("size")
        if config.get("resize_mode") != "squash" or not isinstance(size, (list, tuple)):
            return None
        height, width = size
        interpolation = config.get("interpolation", "bicubic").lower()
        return cls(height, width, interpolation, bool(config.get("framed")))

    def pixels(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """Pictures of any size and mode -> (n, height, width, 3) uint8."""
        opened = [self.opened(image) for image in images]
        alike: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, image in enumerate(opened):
            alike[image.size].append(at)
        # Numpy puts rows into their places at a tenth of what torch takes for it.
        pixels = np.empty((len(images), self.height, self.width, 3), np.uint8)
        for places in alike.values():
            pixels[places] = self.squashed([opened[at] for at in places]).numpy()
        if self.framed:
            for at, frame in frames(pixels, [image.size for image in opened]):
                pixels[at] = self.squashed([frame.of(opened[at])])[0].numpy()
        return torch.from_numpy(pixels)

    def opened(self, image: Image.Image) -> Image.Image:
        # A JPEG that is not decoded yet comes out of its own decoder smaller, at a third of the
        # cost; nothing happens to any other picture.
        image.draft("RGB", (self.width, self.height))
        return image if image.mode == "RGB" else image.convert("RGB")

    def squashed(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """Pictures of one size -> (n, height, width, 3) uint8."""
        width, height = images[0].size
        far_larger = width >= 2 * GAP * self.width or height >= 2 * GAP * self.height
        if far_larger or self.interpolation not in IN_TORCH:
            resampling = Image.Resampling[self.interpolation.upper()]
            size = self.width, self.height
            return in_bytes([each.resize(size, resampling, reducing_gap=GAP) for each in images])
        given = in_bytes(images).permute(0, 3, 1, 2)
        size = self.height, self.width
        return interpolate(given, size, mode=self.interpolation, antialias=True).permute(0, 2, 3, 1)


def in_bytes(images: Sequence[Image.Image]) -> torch.Tensor:
    """Pictures of one size in RGB -> (n, height, width, 3) uint8. Raises OSError: one cannot be
    decoded."""
    return torch.from_numpy(np.stack([np.asarray(image) for image in images]))


def decode_repeated(images: Sequence[Image.Image]) -> None:
    """Decode what is there twice: two threads must not do so at once with one file."""
    seen: set[int] = set()
    for image in images:
        if id(image) in seen:
            image.load()
        seen.add(id(image))
