"""Product pictures as a consumer's camera would have them, to ask whether they are known again."""

from __future__ import annotations

import random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

from recommender.photos.classes import CLASSES
from recommender.training.segmenter_data import StreetPhotos

#: By a product's subCategory, the classes whose place on her it is pasted over.
WORN = {"Topwear": ("top", "layer"), "Dress": ("dress",), "Bottomwear": ("bottom",)}
#: How far a colour may be from the backdrop's, in 8 bits, and still be backdrop.
BACKDROP = 18
MARK = (255, 0, 255)
#: Share of a street photo that a garment takes up at least.
LEAST = 0.02


def disturbed(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Cropped by up to a tenth at each side, on a ground of another colour, blurred, in other
    light."""
    cut = without_backdrop(picture)
    ground = Image.new("RGB", cut.size, tuple(chance.randint(60, 235) for _ in range(3)))
    ground.paste(cut, (0, 0), cut)
    width, height = ground.size
    left, top, right, bottom = (chance.uniform(0, 0.1) for _ in range(4))
    box = (left * width, top * height, (1 - right) * width, (1 - bottom) * height)
    return in_other_light(ground.crop(box), chance)


def in_other_light(picture: Image.Image, chance: random.Random) -> Image.Image:
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0, picture.width / 160)))
    for enhance in (ImageEnhance.Brightness, ImageEnhance.Contrast, ImageEnhance.Color):
        picture = enhance(picture).enhance(chance.uniform(0.75, 1.25))
    tint = tuple(chance.randint(235, 255) for _ in range(3))
    return ImageChops.multiply(picture, Image.new("RGB", picture.size, tint))


def without_backdrop(picture: Image.Image) -> Image.Image:
    """RGBA: what has the corners' colour and is joined to them is clear."""
    flooded = picture.convert("RGB").copy()
    right, bottom = flooded.width - 1, flooded.height - 1
    for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom)):
        ImageDraw.floodfill(flooded, corner, MARK, thresh=3 * BACKDROP)
    is_garment = (np.asarray(flooded) != MARK).any(2)
    mask = Image.fromarray((is_garment * 255).astype(np.uint8)).filter(ImageFilter.MinFilter(3))
    cut = picture.convert("RGB")
    cut.putalpha(mask)
    return cut


def worn_in_the_street(
    picture: Image.Image, kind: str, street: StreetPhotos, photo_id: str, chance: random.Random
) -> Image.Image | None:
    """The product pasted over a garment of its kind in a street photo, by its mask; in its light.

    kind: a key of WORN. None where nobody wears such a thing there.
    """
    classes = np.asarray(street.mask(photo_id))
    is_there = np.isin(classes, [CLASSES.index(name) for name in WORN[kind]])
    if is_there.mean() < LEAST:
        return None
    rows, columns = np.nonzero(is_there)
    cut = without_backdrop(picture)
    cut = cut.crop(cut.getchannel("A").getbbox() or (0, 0, *cut.size))
    height = int(np.ptp(rows)) + 1
    size = max(round(cut.width * height / cut.height), 1), height
    photo = street.photo(photo_id).copy()
    at = round(columns.mean() - size[0] / 2), int(rows.min())
    worn = cut.resize(size, Image.Resampling.LANCZOS)
    photo.paste(worn, at, worn)
    return in_other_light(photo, chance)
