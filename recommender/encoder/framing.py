"""A product before a plain backdrop fills the frame, whatever margin its photographer left.

An encoder learns the margins of the pictures that it was trained on, and another shop leaves
others: a product over six tenths of its picture is found by far fewer photos of it. For encoders
that ask for it (`"framed": true` beside their preprocessing). One that was not trained so has
learned that small things are shown small, and loses by it. Measured: docs/photo-search.md and the
model cards. A picture that shows its product nearly as large as there is room for stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

#: Grey levels within which a colour is the backdrop's. Few, so that a shadow or what is white on
#: white counts as the product's rather than being cut off.
NEAR = 8
#: Share of the rim that is the backdrop; the lower edge, which what is worn runs out of, left out.
PLAIN = 0.85
#: What is left round the product, as a share of its longer side.
MARGIN = 0.04
#: How much larger a product becomes, at least, where its picture is framed anew, and how far from
#: the encoder's own proportions a picture may be.
GROWS, STRETCHED = 1.2, 1.5
#: Every so many pixels are looked at.
STEP = 2


@dataclass(frozen=True)
class Frame:
    """Left, top, right, bottom, in pixels; where it lies outside, `backdrop` is seen."""

    edges: tuple[int, int, int, int]
    backdrop: tuple[int, int, int]

    def of(self, picture: Image.Image) -> Image.Image:
        left, top, right, bottom = self.edges
        framed = Image.new("RGB", (right - left, bottom - top), self.backdrop)
        framed.paste(picture, (-left, -top))
        return framed


def frames(pixels: np.ndarray, sizes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, Frame]]:
    """Which pictures are to be framed anew, and how.

    pixels: (n, height, width, 3) uint8, squashed. sizes: the pictures' own, (width, height) each.
    """
    proportions = pixels.shape[2] / pixels.shape[1]
    backdrops, is_plain = _backdrops(pixels)
    stands_out = _differs(pixels[:, ::STEP, ::STEP], backdrops)
    extents = _extents(stands_out)
    for at in np.flatnonzero(is_plain & stands_out.any((1, 2))).tolist():
        edges = _edges(extents[at].tolist(), sizes[at], proportions)
        if edges:
            red, green, blue = (int(level) for level in backdrops[at])
            yield at, Frame(edges, (red, green, blue))


def _backdrops(pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n, h, w, 3) -> (n, 3) the colour of most of each rim, (n,) whether nearly all of it is."""
    above = 3 * pixels.shape[1] // 4
    rim = np.concatenate([pixels[:, 0], pixels[:, :above, 0], pixels[:, :above, -1]], axis=1)
    colours = np.median(rim, axis=1).astype(np.int16)
    return colours, _differs(rim, colours).mean(1) <= 1 - PLAIN


def _differs(pixels: np.ndarray, colours: np.ndarray) -> np.ndarray:
    """(n, …, 3) uint8, (n, 3) -> (n, …) bool: which are not NEAR their picture's colour.

    Level by level: numpy takes thirty times as long for the largest of the last three numbers.
    """
    apart = np.zeros(pixels.shape[:-1], bool)
    one_each = (-1, *[1] * (apart.ndim - 1))
    for level in range(3):
        seen = np.ascontiguousarray(pixels[..., level])
        colour = colours[:, level].reshape(one_each)
        low, high = np.maximum(colour - NEAR, 0), np.minimum(colour + NEAR, 255)
        apart[(seen < low.astype(np.uint8)) | (seen > high.astype(np.uint8))] = True
    return apart


def _extents(stands_out: np.ndarray) -> np.ndarray:
    """(n, h, w) -> (n, 4) left, top, right, bottom of what is True, as shares of the sides."""
    sides = [np.logical_or.reduce(stands_out, axis=axis) for axis in (1, 2)]
    starts = [side.argmax(1) / side.shape[1] for side in sides]
    ends = [1 - side[:, ::-1].argmax(1) / side.shape[1] for side in sides]
    return np.stack([*starts, *ends], axis=1)


def _edges(
    extent: Sequence[float], size: tuple[int, int], proportions: float
) -> tuple[int, int, int, int] | None:
    """The frame round it, in pixels; None where the picture shows it well as it is."""
    left, top, right, bottom = (share * side for share, side in zip(extent, size * 2, strict=True))
    room = 2 * MARGIN * max(right - left, bottom - top)
    width, height = right - left + room, bottom - top + room
    width, height = max(width, height * proportions), max(height, width / proportions)
    grows = (size[0] * size[1] / (width * height)) ** 0.5
    own = size[0] / size[1] / proportions
    if grows < GROWS and max(own, 1 / own) < STRETCHED:
        return None
    start = _within((left + right - width) / 2, width, size[0])
    above = _within((top + bottom - height) / 2, height, size[1])
    return round(start), round(above), round(start + width), round(above + height)


def _within(start: float, length: float, side: int) -> float:
    """Moved inside where there is room: what runs out of the picture stays at its edge."""
    return min(max(start, 0), side - length) if length <= side else start
