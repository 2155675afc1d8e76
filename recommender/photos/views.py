"""Three ways to show an encoder a photo, each a list of views: any of them may find the product.

Nobody says where in a photo the product is, nor which of the garments is meant. So it is shown
whole, nearer, in quarters, garment by garment, and all of that mirrored, for a bag has two sides;
and a product is as likely as all views together make it (`pooled`), as if the photo were a mixture
of them. Views that mislead more often count for less. Measured: docs/photo-search.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageOps

from recommender.photos.garments import WHOLE, Garment, Look, look_at
from recommender.photos.product_shot import has_plain_backdrop
from recommender.photos.regions import Region
from recommender.photos.showing import cropped, cut_out, pixels_of, region_mask

#: Garments of a photo that are shown, surest and largest first.
MOST = 6
MIDDLE = (0.15, 0.15, 0.85, 0.85)
QUARTERS = (
    (0.0, 0.0, 0.6, 0.6), (0.4, 0.0, 1.0, 0.6), (0.0, 0.4, 0.6, 1.0), (0.4, 0.4, 1.0, 1.0),
)  # fmt: skip
#: How much less a cosine says of a quarter, which mostly shows a part or nothing; of a cut-out,
#: whose white ground is like that of every product; of what is mirrored.
OF_A_QUARTER, OF_A_CUT_OUT, OF_A_MIRROR = 0.07, 0.07, 0.02
#: By how much a cosine makes a product likelier: the logarithm of its odds grows by so many times
#: the cosine.
SHARPNESS = 25.0


@dataclass(frozen=True)
class View:
    """doubt: what is taken off its cosines."""

    picture: Image.Image
    doubt: float = 0.0


def raw(photo: Image.Image) -> list[View]:
    """The photo as it is, nearer, and in quarters; a product before a plain backdrop as it is."""
    return both_ways(_raw(photo))


def crop(photo: Image.Image) -> list[View]:
    """And its garments, each with what is round it. Raises SegmenterUnavailable."""
    crops = [View(cropped(photo, region.box)) for _, region in _garments(photo)]
    return both_ways([*_raw(photo), *crops])


def cutout(photo: Image.Image) -> list[View]:
    """And its garments, each on white. Raises SegmenterUnavailable."""
    cuts = [View(_on_white(look, region), OF_A_CUT_OUT) for look, region in _garments(photo)]
    return both_ways([*_raw(photo), *cuts])


def views_of(garment: Garment) -> list[View]:
    """Of a garment that was found, its own picture first; of a whole photo, all of it."""
    return raw(garment.picture) if garment.box == WHOLE else both_ways([View(garment.picture)])


def both_ways(views: list[View]) -> list[View]:
    mirrored = (
        replace(view, picture=ImageOps.mirror(view.picture), doubt=view.doubt + OF_A_MIRROR)
        for view in views
    )
    return [*views, *mirrored]


def pooled(cosines: np.ndarray, doubts: np.ndarray) -> np.ndarray:
    """(v, m) of v views with m products, and (v,) -> (m,): the logarithm of how likely each is."""
    return np.log(np.exp(SHARPNESS * (cosines - doubts[:, None])).sum(0)) / SHARPNESS


def _raw(photo: Image.Image) -> list[View]:
    if has_plain_backdrop(photo):
        return [View(photo)]
    quarters = (View(_part(photo, box), OF_A_QUARTER) for box in QUARTERS)
    return [View(photo), View(_part(photo, MIDDLE)), *quarters]


def _part(photo: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    return photo.crop(pixels_of(box, photo.size))


def _garments(photo: Image.Image) -> Iterator[tuple[Look, Region]]:
    """None of a product shot."""
    look = look_at(photo)
    if not look.is_product_shot:
        yield from ((look, region) for region in look.regions[:MOST])


def _on_white(look: Look, region: Region) -> Image.Image:
    mask = region_mask(region, look.probabilities, look.photo.size)
    return cut_out(look.photo, mask, region.box)
