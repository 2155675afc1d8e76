"""How a cloth feels: tiles of shade and light laid over its colour.

Each texture is a pair of greyscale tiles that repeat without a seam: where the surface darkens
and where it catches the light.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Tiles = tuple[Image.Image, Image.Image]
Relief = NDArray[np.float64]

_SIDE = 240
DIRECTIONAL = {"rib", "knit", "chunky knit", "corduroy", "denim", "herringbone", "pleated"}


@lru_cache(maxsize=32)
def texture_tiles(name: str) -> Tiles | None:
    """(shade, light) tiles of a texture, or None for a cloth as smooth as `plain`."""
    if name in ("plain", "satin", "leather", "patent"):
        return None
    return _split(_RELIEFS[name]())


def _split(relief: Relief) -> Tiles:
    """Relief in grey levels: below zero is shade, above is light."""
    shade = np.clip(-relief, 0, 255).astype(np.uint8)
    light = np.clip(relief, 0, 255).astype(np.uint8)
    return Image.fromarray(shade), Image.fromarray(light)


def _noise(seed: int, spread: tuple[int, int], strength: float) -> Relief:
    """Noise that tiles, blurred by `spread` pixels down and across."""
    field = np.random.default_rng(seed).normal(size=(_SIDE, _SIDE))
    for axis, reach in enumerate(spread):
        field = np.sum([np.roll(field, step, axis=axis) for step in range(reach)], axis=0)
    return field / field.std() * strength


def _waves(period: int, strength: float, axis: int = 1) -> Relief:
    """Ridges along the cloth, `period` pixels apart."""
    wave = np.sin(np.arange(_SIDE) * 2 * np.pi / period) * strength
    return np.broadcast_to(wave if axis else wave[:, None], (_SIDE, _SIDE)).copy()


def _heather() -> Relief:
    return _noise(1, (1, 9), 15) + _noise(2, (2, 3), 9)


def _linen() -> Relief:
    return _noise(3, (1, 26), 8) + _noise(4, (26, 1), 8)


def _denim() -> Relief:
    rows, columns = np.mgrid[:_SIDE, :_SIDE]
    twill = np.sin((columns + rows) * 2 * np.pi / 5) * 9
    return twill + _noise(5, (22, 1), 9) + _noise(6, (2, 2), 7)


def _rib() -> Relief:
    return _waves(10, 30) + _noise(7, (6, 1), 3)


def _pleated() -> Relief:
    saw = np.arange(_SIDE) % 24 / 24
    return np.broadcast_to(np.where(saw < 0.15, 44, -52 * saw), (_SIDE, _SIDE)).copy()


def _corduroy() -> Relief:
    return _waves(8, 40) + _noise(8, (3, 1), 7)


def _tweed() -> Relief:
    return _noise(9, (2, 3), 26) + _noise(10, (5, 5), 8)


def _wool() -> Relief:
    return _noise(11, (2, 2), 8) + _noise(12, (6, 6), 5)


def _suede() -> Relief:
    return _noise(13, (3, 3), 6) + _noise(14, (14, 14), 5)


def _fleece() -> Relief:
    return _noise(15, (7, 7), 26) + _noise(16, (3, 3), 12)


def _knit() -> Relief:
    return _stitches(12, 10, 40) + _noise(17, (2, 2), 4)


def _chunky() -> Relief:
    return _stitches(24, 20, 56) + _noise(18, (3, 3), 5)


def _stitches(width: int, height: int, strength: int) -> Relief:
    """Columns of the little V that every knit stitch makes."""
    big = 4
    sheet = Image.new("L", (width * big, height * big))
    pen = ImageDraw.Draw(sheet)
    w, h = width * big, height * big
    for lift in (-h, 0, h):
        for tip, arm in ((0, w / 2), (w, w / 2)):
            path = [(tip, lift), (arm, lift + h * 0.75)]
            pen.line(path, fill=255, width=round(h * 0.26))
        pen.line([(0, lift), (0, lift + h)], fill=150, width=round(w * 0.07))
    stitch = np.asarray(sheet.reduce(big), dtype=float) / 255
    field = np.tile(stitch, (_SIDE // height, _SIDE // width))
    return (field.mean() - field) * strength


def _herringbone() -> Relief:
    rows, columns = np.mgrid[:_SIDE, :_SIDE]
    arm = np.abs(columns % 24 - 12)
    return np.sin((rows + arm) * 2 * np.pi / 8) * 18 + _noise(19, (2, 2), 7)


_RELIEFS = {
    "heather": _heather,
    "linen": _linen,
    "denim": _denim,
    "rib": _rib,
    "pleated": _pleated,
    "corduroy": _corduroy,
    "tweed": _tweed,
    "wool": _wool,
    "suede": _suede,
    "fleece": _fleece,
    "knit": _knit,
    "chunky knit": _chunky,
    "herringbone": _herringbone,
}
