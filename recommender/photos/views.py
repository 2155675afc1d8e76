"""Three ways to show an encoder a photo, each a list of views: any of them may find the product.

Nobody says where in a photo the product is, nor which of the garments is meant. So it is shown
whole, nearer, in quarters, garment by garment, and all of that mirrored, for a bag has two sides;
and a product is as likely as all views together make it (`pooled`), as if the photo were a mixture
of them. Parts have the proportions of product pictures, to which an encoder squashes whatever it is
given. Views that mislead more often count for less. Measured: docs/photo-search.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageOps

from recommender.photos.garments import WHOLE, Garment, Look, look_at
from recommender.photos.product_shot import has_plain_backdrop
from recommender.photos.regions import Region
from recommender.photos.showing import PROPORTIONS, cropped, cut_out, pixels_of, region_mask

#: Garments of a photo that are shown, surest and largest first.
MOST = 6
#: How much of the largest part in product pictures' proportions is shown, in the photo's middle and
#: in its quarters.
NEARER, QUARTER = 0.7, 0.6
#: Where parts lie: how far across and down, of the way that there is.
MIDDLE = (0.5, 0.5)
CORNERS = ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0))
#: So many times wider or taller than product pictures, and a photo is also shown in whole parts.
ODD = 1.3
#: How much less a cosine says of a quarter, which mostly shows a part or nothing; of an odd photo's
#: end; of a cut-out, whose white ground is like that of every product; of what is mirrored.
OF_A_QUARTER, OF_AN_END, OF_A_CUT_OUT, OF_A_MIRROR = 0.07, 0.03, 0.07, 0.02
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
    quarters = (View(_part(photo, QUARTER, place), OF_A_QUARTER) for place in CORNERS)
    return [View(photo), *_wholes(photo), View(_part(photo, NEARER, MIDDLE)), *quarters]


def _wholes(photo: Image.Image) -> list[View]:
    """Of an odd photo its middle and its ends, as large as they can be."""
    width = photo.width / photo.height / PROPORTIONS
    if max(width, 1 / width) < ODD:
        return []
    ends = ((0.0, 0.5), (1.0, 0.5)) if width > 1 else ((0.5, 0.0), (0.5, 1.0))
    at_the_ends = (View(_part(photo, 1, place), OF_AN_END) for place in ends)
    return [View(_part(photo, 1, MIDDLE)), *at_the_ends]


def _part(photo: Image.Image, share: float, place: tuple[float, float]) -> Image.Image:
    """In product pictures' proportions; share: of the sides of the largest such part."""
    width = photo.width / photo.height / PROPORTIONS
    across, down = share * min(1, 1 / width), share * min(1, width)
    left, top = place[0] * (1 - across), place[1] * (1 - down)
    return photo.crop(pixels_of((left, top, left + across, top + down), photo.size))


def _garments(photo: Image.Image) -> Iterator[tuple[Look, Region]]:
    """None of a product shot."""
    look = look_at(photo)
    if not look.is_product_shot:
        yield from ((look, region) for region in look.regions[:MOST])


def _on_white(look: Look, region: Region) -> Image.Image:
    mask = region_mask(region, look.probabilities, look.photo.size)
    return cut_out(look.photo, mask, region.box)
