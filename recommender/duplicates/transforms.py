"""What happens to a picture on its way through shops: still the same picture. And what makes it
another one: another colour."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

from catalog.colours.foreground import foreground
from catalog.colours.lab import to_lab

Transform = Callable[[Image.Image, random.Random], Image.Image]


def resized(image: Image.Image, dice: random.Random) -> Image.Image:
    share = dice.uniform(0.4, 0.8)
    return image.resize((round(image.width * share), round(image.height * share)))


def cropped(image: Image.Image, dice: random.Random) -> Image.Image:
    """A tenth of the width and of the height is cut off, anywhere."""
    across, down = round(image.width * 0.1), round(image.height * 0.1)
    left, top = dice.randint(0, across), dice.randint(0, down)
    return image.crop((left, top, left + image.width - across, top + image.height - down))


def flipped(image: Image.Image, dice: random.Random) -> Image.Image:
    return ImageOps.mirror(image)


def compressed(image: Image.Image, dice: random.Random) -> Image.Image:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=dice.randint(25, 60))
    return Image.open(file).convert("RGB")


def bordered(image: Image.Image, dice: random.Random) -> Image.Image:
    colour = dice.choice(["white", "black", "#dddddd", "#c81e1e"])
    return ImageOps.expand(image, round(image.width * dice.uniform(0.03, 0.1)), colour)


def watermarked(image: Image.Image, dice: random.Random) -> Image.Image:
    """Words across it, that let some two thirds of what is below through."""
    layer = Image.new("L", image.size)
    font = ImageFont.load_default(image.width / dice.uniform(6, 10))
    at = (image.width * dice.uniform(0.3, 0.7), image.height * dice.uniform(0.2, 0.8))
    ImageDraw.Draw(layer).text(at, "shop.example", dice.randint(70, 120), font, anchor="mm")
    layer = layer.rotate(dice.choice([0, 0, 30, -30]))
    ink = Image.new("RGB", image.size, dice.choice(["white", "grey"]))
    return Image.composite(ink, image, layer)


def recoloured(image: Image.Image, dice: random.Random) -> Image.Image:
    """The same garment dyed: another hue, also where it was white, grey or black. Not the same
    picture."""
    hue, full, light = (np.asarray(band, np.int16) for band in image.convert("HSV").split())
    garment = foreground(to_lab(np.asarray(image)))
    turned = np.where(garment, (hue + dice.randint(40, 216)) % 256, hue)
    dyed = np.where(garment, np.maximum(full, 90), full)
    lit = np.where(garment, 60 + 0.65 * light, light)
    bands = [Image.fromarray(band.astype(np.uint8)) for band in (turned, dyed, lit)]
    return Image.merge("HSV", bands).convert("RGB")


#: By name: what leaves a picture the same.
SAME: dict[str, Transform] = {
    "resize": resized,
    "crop": cropped,
    "flip": flipped,
    "jpeg": compressed,
    "border": bordered,
    "watermark": watermarked,
}
