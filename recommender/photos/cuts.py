"""Three ways to show an encoder a photo, each a list of views: any of them may find the product.

The whole photo is always one of them, and its middle, where people hold what they mean. Which of
the garments is meant nobody says, and the one that is most like something in the shop is mostly
right: with every garment's crop instead of the main one's, worn products are found first nearly
twice as often (docs/photo-search.md).
"""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image

from recommender.photos.garments import Look, look_at
from recommender.photos.product_shot import has_plain_backdrop
from recommender.photos.regions import Region
from recommender.photos.showing import cropped, cut_out, pixels_of, region_mask

#: Garments of a photo that are shown, surest and largest first.
MOST = 6
MIDDLE = (0.15, 0.15, 0.85, 0.85)


def raw(photo: Image.Image) -> list[Image.Image]:
    """The photo as it is, and nearer; a product before a plain backdrop as it is."""
    if has_plain_backdrop(photo):
        return [photo]
    return [photo, photo.crop(pixels_of(MIDDLE, photo.size))]


def crop(photo: Image.Image) -> list[Image.Image]:
    """And its garments, each with what is round it. Raises SegmenterUnavailable."""
    return [*raw(photo), *(cropped(photo, region.box) for _, region in _garments(photo))]


def cutout(photo: Image.Image) -> list[Image.Image]:
    """And its garments, each on white. Raises SegmenterUnavailable."""
    return [*raw(photo), *(_on_white(look, region) for look, region in _garments(photo))]


def _garments(photo: Image.Image) -> Iterator[tuple[Look, Region]]:
    """None of a product shot."""
    look = look_at(photo)
    if not look.is_product_shot:
        yield from ((look, region) for region in look.regions[:MOST])


def _on_white(look: Look, region: Region) -> Image.Image:
    mask = region_mask(region, look.probabilities, look.photo.size)
    return cut_out(look.photo, mask, region.box)
