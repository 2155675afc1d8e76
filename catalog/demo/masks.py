"""Greyscale masks: which pixels a shape covers, crisply or softly.

Edges are smoothed by drawing each shape three times too large inside its own bounding box and
averaging.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from catalog.demo.cloth import Box
from catalog.demo.curves import Points
from catalog.demo.palette import RGB

SIZE = (900, 1200)


GROUND: RGB = (241, 237, 231)


FINE = 3  # supersampling of crisp edges


SOFT = 4  # shadows are computed on a sheet this many times smaller


def centred(picture: Image.Image, silhouette: Image.Image) -> tuple[Image.Image, Image.Image]:
    """Both sheets moved so that what was drawn sits in the middle."""
    left, top, right, bottom = silhouette.getbbox() or (0, 0, *SIZE)
    dx, dy = (SIZE[0] - left - right) // 2, (SIZE[1] - top - bottom) // 2
    sheet, cover = Image.new("RGB", SIZE, GROUND), Image.new("L", SIZE)
    sheet.paste(picture, (dx, dy))
    cover.paste(silhouette, (dx, dy))
    return sheet, cover


@lru_cache(maxsize=1)
def daylight() -> Image.Image:
    """Brightest in the middle, a breath darker towards the corners."""
    glow = Image.radial_gradient("L").resize(SIZE, Image.Resampling.BICUBIC)
    return glow.point(scaled(-0.04, 255)).convert("RGB")


@lru_cache(maxsize=256)
def scaled(factor: float, start: float = 0.0) -> list[int]:
    """A table for `Image.point`: value -> start + factor * value."""
    return [round(min(255, max(0, start + factor * value))) for value in range(256)]


def bounds(points: Points, margin: int) -> Box:
    low, high = np.floor(points.min(axis=0)) - margin, np.ceil(points.max(axis=0)) + margin
    left, top = (int(max(0, v)) for v in low)
    right, bottom = (int(min(limit, v)) for v, limit in zip(high, SIZE, strict=True))
    return left, top, max(right, left + 1), max(bottom, top + 1)


def grown(box: Box, by: int) -> Box:
    left, top, right, bottom = box
    return max(0, left - by), max(0, top - by), min(SIZE[0], right + by), min(SIZE[1], bottom + by)


def filled(outlines: Sequence[Points], box: Box) -> Image.Image:
    left, top, right, bottom = box
    sheet = Image.new("L", ((right - left) * FINE, (bottom - top) * FINE))
    pen = ImageDraw.Draw(sheet)
    for outline in outlines:
        pen.polygon(((outline - (left, top)) * FINE).ravel().tolist(), fill=255)
    return sheet.reduce(FINE)


def coarse(outlines: Sequence[Points], box: Box) -> Image.Image:
    left, top, right, bottom = box
    sheet = Image.new("L", (-(-(right - left) // 2), -(-(bottom - top) // 2)))
    pen = ImageDraw.Draw(sheet)
    for outline in outlines:
        pen.polygon(((outline - (left, top)) / 2).ravel().tolist(), fill=255)
    return sheet


def blurred(half_size: Image.Image, blur: float, box: Box) -> Image.Image:
    size = (box[2] - box[0], box[3] - box[1])
    return half_size.filter(ImageFilter.GaussianBlur(blur / 2)).resize(
        size, Image.Resampling.BILINEAR
    )


def roundness(small: Image.Image) -> float:
    """How far the rounding of an edge reaches in: less on a strap than on a front."""
    covered = sum(value * count for value, count in enumerate(small.histogram())) / 255
    thickness = covered / max(small.size)
    return min(6.0, max(0.8, thickness * 0.16))


def padded(mask: Image.Image, by: int) -> Image.Image:
    sheet = Image.new("L", (mask.width + 2 * by, mask.height + 2 * by))
    sheet.paste(mask, (by, by))
    return sheet
