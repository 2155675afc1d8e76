"""The garments in a photo, each as something to search with."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from catalog.colours import palette_of, stated_colours

#: left, top, right, bottom as shares 0..1 of the upright photo.
Box = tuple[float, float, float, float]
Point = tuple[float, float]
Polygon = tuple[Point, ...]

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Garment:
    """One garment that was found.

    kind: top, layer, dress, bottom, shoes, bag, accessory; "" for a plain product shot and where
    it is not known. types: names of the product types to search, likeliest first; none: any.
    outline: polygons whose points are shares 0..1 of the photo. colours: the shop's base colours,
    most first. confidence: 0..1. picture: what is to be embedded.
    """

    kind: str
    types: tuple[str, ...]
    box: Box
    outline: tuple[Polygon, ...]
    colours: tuple[str, ...]
    confidence: float
    picture: Image.Image


def garments_in(photo: Image.Image) -> tuple[Garment, ...]:
    """The garments of an upright RGB photo, surest and largest first; at least one."""
    return (garment_at(photo, WHOLE),)


def garment_at(photo: Image.Image, box: Box) -> Garment:
    """What is in this part of the photo, which somebody drew a box round."""
    left, top, right, bottom = box
    picture = photo.crop(
        (
            round(left * photo.width),
            round(top * photo.height),
            round(right * photo.width),
            round(bottom * photo.height),
        )
    )
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Garment("", (), box, (corners,), base_colours_of(picture), 0.0, picture)


def base_colours_of(picture: Image.Image) -> tuple[str, ...]:
    bases = [stated["base"] for stated in stated_colours(palette_of(picture))]
    return tuple(dict.fromkeys(bases))
