"""The garments in a photo, each as something to search with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import structlog
from PIL import Image

from catalog.colours import Palette, palette_of, palette_within, stated_colours
from recommender.photos.product_shot import is_product_shot
from recommender.photos.product_types import Wearing, types_for
from recommender.photos.regions import Box, Region, outline, regions
from recommender.photos.segmenter.loading import FindsClasses, SegmenterUnavailable, load_named
from recommender.photos.showing import cropped, pixels_of, region_mask

log = structlog.get_logger(__name__)

Point = tuple[float, float]
Polygon = tuple[Point, ...]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
#: So near the upper or lower edge, shares of the height, she is not seen from head to foot.
EDGE = 0.015
#: Share of a drawn box from which on the likeliest class in it is what was meant.
MEANT = 0.15
#: A drawn box smaller than this share of a garment's own box is a tap on the garment.
TAP = 0.3


@dataclass(frozen=True, slots=True)
class Garment:
    """One garment that was found.

    kind: top, layer, dress, bottom, shoes, bag, accessory; "" for a plain product shot and where
    it is not known. types: names of the product types to search, likeliest first; none: any.
    box: left, top, right, bottom as shares 0..1 of the upright photo. outline: polygons whose
    points are such shares. colours: the shop's base colours, most first. confidence: 0..1.
    picture: what is to be embedded.
    """

    kind: str
    types: tuple[str, ...]
    box: Box
    outline: tuple[Polygon, ...]
    colours: tuple[str, ...]
    confidence: float
    picture: Image.Image


@dataclass(frozen=True)
class Look:
    """An upright RGB photo, each pixel's classes (classes, h, w) and the regions found in it."""

    photo: Image.Image
    probabilities: np.ndarray
    regions: list[Region]

    @property
    def is_product_shot(self) -> bool:
        return is_product_shot(self.photo, self.regions, self.probabilities)


def look_at(photo: Image.Image, segmenter: FindsClasses | None = None) -> Look:
    """Raises SegmenterUnavailable."""
    probabilities = (segmenter or load_named()).probabilities(photo)
    return Look(photo, probabilities, regions(probabilities))


def garments_in(photo: Image.Image, segmenter: FindsClasses | None = None) -> tuple[Garment, ...]:
    """The garments of an upright RGB photo, surest and largest first.

    The whole photo as one where it is a product shot, where nothing is found, and where no
    segmenter can be loaded: a search goes on with what there is.
    """
    look = _looked_at(photo, segmenter)
    if look is None or look.is_product_shot:
        return (whole(photo),)
    return tuple(_garment(look, region) for region in look.regions) or (whole(photo),)


def garment_at(photo: Image.Image, box: Box, segmenter: FindsClasses | None = None) -> Garment:
    """What is in this part of the photo, which somebody drew a box round or tapped."""
    look = _looked_at(photo, segmenter)
    if look is None:
        return _part(photo, box, "", 0.0)
    tapped = next((region for region in look.regions if _is_tapped(region, box)), None)
    if tapped:
        return _garment(look, tapped)
    kind, share = _kind_within(look, box)
    return _part(photo, box, kind if share >= MEANT else "", share)


def _looked_at(photo: Image.Image, segmenter: FindsClasses | None) -> Look | None:
    try:
        return look_at(photo, segmenter)
    except SegmenterUnavailable as error:
        log.warning("garments_not_looked_for", why=str(error))
        return None


def _garment(look: Look, region: Region) -> Garment:
    mask = region_mask(region, look.probabilities, look.photo.size)
    return Garment(
        kind=region.kind,
        types=types_for(region.kind, wearing(region)),
        box=region.box,
        outline=tuple(outline(piece) for piece in region.pieces),
        colours=base_colours(palette_within(look.photo, mask)),
        confidence=region.confidence,
        picture=cropped(look.photo, region.box),  # finds more than what is cut out of it
    )


def whole(photo: Image.Image) -> Garment:
    """The photo itself, for what is none of the garments found."""
    return _part(photo, WHOLE, "", 0.0)


def _part(photo: Image.Image, box: Box, kind: str, confidence: float) -> Garment:
    picture = photo if box == WHOLE else photo.crop(pixels_of(box, photo.size))
    left, top, right, bottom = box
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    colours = base_colours(palette_of(picture))
    return Garment(kind, types_for(kind, None), box, (corners,), colours, confidence, picture)


def base_colours(palette: Palette) -> tuple[str, ...]:
    """Their names in the shop, each once, most first."""
    return tuple(dict.fromkeys(str(stated["base"]) for stated in stated_colours(palette)))


def wearing(region: Region) -> Wearing | None:
    """None where the wearer is not seen from head to foot."""
    if region.person is None:
        return None
    head, foot = region.person
    if head <= EDGE or foot >= 1 - EDGE:
        return None
    _, top, _, bottom = region.box
    return Wearing(((top + bottom) / 2 - head) / (foot - head), (bottom - top) / (foot - head))


def _is_tapped(region: Region, box: Box) -> bool:
    """Whether the middle of a box that is small beside the region lies on it."""
    left, top, right, bottom = region.box
    height, width = region.mask.shape
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    row, column = min(int(down * height), height - 1), min(int(across * width), width - 1)
    small = (box[2] - box[0]) * (box[3] - box[1]) <= TAP * (right - left) * (bottom - top)
    return bool(small and region.mask[row, column])


def _kind_within(look: Look, box: Box) -> tuple[str, float]:
    """The garment class that fills most of the box, and its share of it."""
    height, width = look.probabilities.shape[1:]
    left, top, right, bottom = pixels_of(box, (width, height))
    shares = {
        region.kind: float(region.mask[top:bottom, left:right].mean()) for region in look.regions
    }
    return max(shares.items(), key=lambda pair: pair[1], default=("", 0.0))
