"""Printed motifs: dots, flowers and brush strokes, as tiles that repeat."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from catalog.demo.palette import COLOURS, RGB

_FINE = 4


_Mark = Callable[[ImageDraw.ImageDraw, float, float, int], None]


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
            float((column + row % 2 / 2) * step + random.uniform(-0.17, 0.17) * step),
            float(row * step + random.uniform(-0.17, 0.17) * step),
        )
        for row in range(per_row)
        for column in range(per_row)
    ]


def _round(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: RGB) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
