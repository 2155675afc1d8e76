"""Prints: what is printed or woven into a cloth, as small tiles that repeat without a seam.

Each print can say itself in words, for the alternative text of the picture.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from catalog.demo.palette import COLOURS, RGB, mix

_FINE = 4


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
class Dots:
    """Dots in a quincunx; `pitch` is the distance between two rows of the same phase."""

    colour: str
    radius: float = 5.0
    pitch: int = 40

    @property
    def words(self) -> str:
        size = "small " if self.radius < 6 else "large " if self.radius > 11 else ""
        return f"{size}{self.colour.lower()} dots"

    def tile(self, ground: RGB) -> Image.Image:
        half = self.pitch / 2
        places = [(0.0, 0.0), (half, half)]
        return _scattered(self.pitch, ground, places, self._dot)

    def _dot(self, pen: ImageDraw.ImageDraw, x: float, y: float, _: int) -> None:
        r = self.radius * _FINE
        pen.ellipse((x - r, y - r, x + r, y + r), fill=COLOURS[self.colour])


@dataclass(frozen=True)
class Floral:
    """Scattered five-petalled flowers with leaves; `size` is the radius of a flower."""

    petals: str
    heart: str = "Mustard"
    leaf: str | None = "Olive"
    size: float = 17.0
    side: int = 150

    @property
    def words(self) -> str:
        scale = "small " if self.size < 13 else "large " if self.size > 22 else ""
        return f"a {scale}{self.petals.lower()} floral print"

    def tile(self, ground: RGB) -> Image.Image:
        places = _loose_grid(self.side, 3, seed=5)
        return _scattered(self.side, ground, places, self._flower)

    def _flower(self, pen: ImageDraw.ImageDraw, x: float, y: float, number: int) -> None:
        size = self.size * _FINE * (1.0, 0.62, 0.82)[number % 3]
        turn = number * 1.1
        if self.leaf:
            for angle in (turn + 0.6, turn + 3.4):
                self._leaf(pen, x, y, angle, size * 1.5)
        for petal in range(5):
            angle = turn + petal * 2 * np.pi / 5
            px, py = x + np.cos(angle) * size * 0.56, y + np.sin(angle) * size * 0.56
            _round(pen, px, py, size * 0.44, COLOURS[self.petals])
        _round(pen, x, y, size * 0.27, COLOURS[self.heart])

    def _leaf(
        self, pen: ImageDraw.ImageDraw, x: float, y: float, angle: float, reach: float
    ) -> None:
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]]) * reach * 0.24
        middle, tip = (x, y) + along * reach * 0.62, (x, y) + along * reach
        pen.polygon(
            [(x, y), tuple(middle + across), tuple(tip), tuple(middle - across)],
            fill=COLOURS[self.leaf or "Olive"],
        )


@dataclass(frozen=True)
class Strokes:
    """Loose brush marks, the painter's take on an animal print."""

    colour: str
    side: int = 120

    @property
    def words(self) -> str:
        return f"{self.colour.lower()} brush strokes"

    def tile(self, ground: RGB) -> Image.Image:
        return _scattered(self.side, ground, _loose_grid(self.side, 4, seed=9), self._mark)

    def _mark(self, pen: ImageDraw.ImageDraw, x: float, y: float, number: int) -> None:
        angle = (0.3, 1.2, 0.8, 1.7)[number % 4]
        along = np.array([np.cos(angle), np.sin(angle)]) * (10 + number % 3 * 2) * _FINE
        across = np.array([-along[1], along[0]]) * 0.34
        bow = across * 0.7
        pen.polygon(
            [
                tuple(p)
                for p in (
                    (x, y) - along,
                    (x, y) + across + bow * 0.4,
                    (x, y) + along * 0.9,
                    (x, y) - across * 0.5,
                )
            ],
            fill=COLOURS[self.colour],
        )


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


Print = Stripes | Gingham | Plaid | Windowpane | Dots | Floral | Strokes | Blocks
_Mark = Callable[[ImageDraw.ImageDraw, float, float, int], None]


def _scattered(
    side: int, ground: RGB, places: list[tuple[float, float]], mark: _Mark
) -> Image.Image:
    """A tile with a mark at each place, those over an edge coming in again at the other."""
    sheet = Image.new("RGB", (side * _FINE, side * _FINE), ground)
    pen = ImageDraw.Draw(sheet)
    for number, (x, y) in enumerate(places):
        for dx in (-side, 0, side):
            for dy in (-side, 0, side):
                mark(pen, (x + dx) * _FINE, (y + dy) * _FINE, number)
    return sheet.reduce(_FINE)


def _loose_grid(side: int, per_row: int, seed: int) -> list[tuple[float, float]]:
    """Places of a grid, each second row half a step over, all nudged by hand as it were."""
    random, step = np.random.default_rng(seed), side / per_row
    return [
        (
            float((column + row % 2 / 2) * step + random.uniform(-0.26, 0.26) * step),
            float(row * step + random.uniform(-0.26, 0.26) * step),
        )
        for row in range(per_row)
        for column in range(per_row)
    ]


def _round(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: RGB) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
