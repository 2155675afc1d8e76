"""Pictures whose number can be read again after any re-encoding, and what seeing them does."""

from __future__ import annotations

import io
from enum import IntEnum

import numpy as np
from PIL import Image

from catalog.models import Product, ProductImage
from catalog.photos import admit
from tests.factories import make_product

CELLS, SIDE = 4, 16  # 4 x 4 squares of 16 px, black or white: sixteen bits
NUMBER_BITS = 13


class Nature(IntEnum):
    """What an encoder does when it is shown the picture."""

    HARMLESS = 0
    RAISES = 1
    KILLS = 2
    HANGS = 3


def picture(number: int, nature: Nature = Nature.HARMLESS) -> bytes:
    """A PNG; number: from 0 to 8,191."""
    code = number | nature << NUMBER_BITS
    bits = np.array([code >> bit & 1 for bit in range(CELLS**2)], np.uint8).reshape(CELLS, CELLS)
    file = io.BytesIO()
    Image.fromarray(np.kron(bits, np.full((SIDE, SIDE), 255, np.uint8))).save(file, "PNG")
    return file.getvalue()


def read(image: Image.Image) -> tuple[int, Nature]:
    grey = np.asarray(image.convert("L"), np.float32)
    means = grey.reshape(CELLS, SIDE, CELLS, SIDE).mean((1, 3)).ravel()
    code = sum(1 << bit for bit, mean in enumerate(means) if mean > 127)
    return code % (1 << NUMBER_BITS), Nature(code >> NUMBER_BITS)


def photographed(number: int, nature: Nature = Nature.HARMLESS) -> Product:
    """A product with that picture, made as the admin makes one."""
    product = make_product(f"Dress {number}", stock={}, external_id=f"C{number}")
    image = ProductImage(product=product, position=0, alt_text="")
    image.keep(admit(picture(number, nature)))
    image.save()
    return product
