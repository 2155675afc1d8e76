"""Woven patterns: stripes, checks and blocks of colour, as tiles that repeat."""

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from catalog.demo.palette import COLOURS, RGB, mix


@dataclass(frozen=True)
class Stripes:
    """Bands of `colour`, `width` pixels wide and `gap` apart; across unless `upright`."""

    colour: str
    width: int = 12
    gap: int = 26
    upright: bool = False

    @property
    def words(self) -> str:
        fine = "fine " if self.width <= 4 else "wide " if self.width >= 26 else ""
        kind = "pinstripes" if self.upright and self.width <= 3 else f"{fine}stripes"
        return f"{self.colour.lower()} {kind}"

    def tile(self, ground: RGB) -> Image.Image:
        pitch = self.width + self.gap
        sheet = Image.new("RGB", (pitch, pitch), ground)
        band = (0, 0, self.width - 1, pitch) if self.upright else (0, 0, pitch, self.width - 1)
        ImageDraw.Draw(sheet).rectangle(band, fill=COLOURS[self.colour])
        return sheet


@dataclass(frozen=True)
class Gingham:
    """Even checks where two sets of bands cross; `size` is the width of a band."""

    colour: str
    size: int = 18

    @property
    def words(self) -> str:
        return f"{self.colour.lower()} gingham checks"

    def tile(self, ground: RGB) -> Image.Image:
        side, tint = 2 * self.size, COLOURS[self.colour]
        sheet = Image.new("RGB", (side, side), mix(ground, tint, 0.5))
        pen = ImageDraw.Draw(sheet)
        pen.rectangle((0, 0, self.size - 1, self.size - 1), fill=tint)
        pen.rectangle((self.size, self.size, side, side), fill=ground)
        return sheet


@dataclass(frozen=True)
class Plaid:
    """A tartan of a broad band and thin lines, in two colours over the ground."""

    colour: str
    accent: str
    size: int = 96

    @property
    def words(self) -> str:
        return f"a {self.colour.lower()} and {self.accent.lower()} plaid"

    def tile(self, ground: RGB) -> Image.Image:
        side = self.size
        weights = {
            (0.0, 0.34): (COLOURS[self.colour], 0.5),
            (0.64, 0.68): (COLOURS[self.accent], 0.7),
        }
        weights |= {
            (0.74, 0.76): (COLOURS[self.colour], 0.6),
            (0.15, 0.18): (COLOURS[self.accent], 0.5),
        }
        cloth = np.full((side, side, 3), ground, dtype=float)
        for (start, end), (tint, share) in weights.items():
            run = slice(round(start * side), round(end * side))
            cloth[run] += (np.array(tint) - cloth[run]) * share
            cloth[:, run] += (np.array(tint) - cloth[:, run]) * share
        return Image.fromarray(cloth.astype(np.uint8))


@dataclass(frozen=True)
class Windowpane:
    """A large open check of thin lines."""

    colour: str
    size: int = 72

    @property
    def words(self) -> str:
        return f"a {self.colour.lower()} windowpane check"

    def tile(self, ground: RGB) -> Image.Image:
        sheet = Image.new("RGB", (self.size, self.size), ground)
        pen, line = ImageDraw.Draw(sheet), mix(ground, COLOURS[self.colour], 0.7)
        pen.rectangle((0, 0, self.size, 2), fill=line)
        pen.rectangle((0, 0, 2, self.size), fill=line)
        return sheet


@dataclass(frozen=True)
class Blocks:
    """Colour-blocking: below `start` (pixels from the top of the picture) another colour."""

    colour: str
    start: int = 560
    end: int = 1200

    @property
    def words(self) -> str:
        return f"a {self.colour.lower()} block of colour"

    def tile(self, ground: RGB) -> Image.Image:
        sheet = Image.new("RGB", (8, 1200), ground)
        ImageDraw.Draw(sheet).rectangle((0, self.start, 8, self.end), fill=COLOURS[self.colour])
        return sheet
