"""A garment as an encoder is to see it: cropped with a margin, or cut out on white."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from recommender.photos.regions import Box, Region, lead

#: What is left round a garment, as a share of its longer side.
MARGIN = 0.06
#: Width to height of the shop's product pictures, as a garment's picture shall be.
PROPORTIONS = 3 / 4


def region_mask(region: Region, probabilities: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """The region at the photo's own size (width, height): mode L, 255 on it, smooth at the edge."""
    near = Image.fromarray(region.mask).convert("L").filter(ImageFilter.MaxFilter(3))
    level = np.where(np.asarray(near) > 0, lead(probabilities, region.kind), -1.0)
    large = Image.fromarray(level.astype(np.float32)).resize(size, Image.Resampling.BILINEAR)
    return Image.fromarray(np.asarray(large) > 0).convert("L")


def pixels_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box of shares in pixels of a photo of size (width, height); at least one."""
    left, top = int(box[0] * size[0]), int(box[1] * size[1])
    right, bottom = -int(-box[2] * size[0] // 1), -int(-box[3] * size[1] // 1)
    left, top = min(max(left, 0), size[0] - 1), min(max(top, 0), size[1] - 1)
    return left, top, min(max(right, left + 1), size[0]), min(max(bottom, top + 1), size[1])


def cropped(photo: Image.Image, box: Box) -> Image.Image:
    """What is in the box and round it, in product pictures' proportions where there is room."""
    left, top, right, bottom = _roomy(pixels_of(box, photo.size))
    edges = max(left, 0), max(top, 0), min(right, photo.width), min(bottom, photo.height)
    return photo.crop(edges)


def cut_out(photo: Image.Image, mask: Image.Image, box: Box) -> Image.Image:
    """What the mask shows, on white, with a margin, in the proportions of product pictures.

    mask: mode L, of the photo's size.
    """
    on_white = Image.composite(photo, Image.new("RGB", photo.size, "white"), mask)
    edges = _roomy(pixels_of(box, photo.size))
    picture = Image.new("RGB", (edges[2] - edges[0], edges[3] - edges[1]), "white")
    picture.paste(on_white, (-edges[0], -edges[1]))
    return picture


def _roomy(edges: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Pixels with the margin, and widened or heightened to PROPORTIONS; may lie outside."""
    left, top, right, bottom = edges
    margin = MARGIN * max(right - left, bottom - top)
    width, height = right - left + 2 * margin, bottom - top + 2 * margin
    width, height = max(width, height * PROPORTIONS), max(height, width / PROPORTIONS)
    middle, centre = (left + right) / 2, (top + bottom) / 2
    return (
        round(middle - width / 2), round(centre - height / 2),
        round(middle + width / 2), round(centre + height / 2),
    )  # fmt: skip
