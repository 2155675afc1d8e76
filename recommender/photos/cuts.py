"""Three ways to show an encoder the main garment of a photo."""

from __future__ import annotations

from PIL import Image

from recommender.photos.garments import look_at
from recommender.photos.showing import cropped, cut_out, region_mask


def raw(photo: Image.Image) -> Image.Image:
    """The photo as it is."""
    return photo


def crop(photo: Image.Image) -> Image.Image:
    """The main garment with what is round it; a product shot as it is.

    Raises SegmenterUnavailable.
    """
    look = look_at(photo)
    if look.is_product_shot or not look.regions:
        return photo
    return cropped(photo, look.regions[0].box)


def cutout(photo: Image.Image) -> Image.Image:
    """The main garment on white; a product shot as it is. Raises SegmenterUnavailable."""
    look = look_at(photo)
    if look.is_product_shot or not look.regions:
        return photo
    main = look.regions[0]
    return cut_out(photo, region_mask(main, look.probabilities, photo.size), main.box)
