"""A window on the map of the range, cut into cells, each shown by one product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

COLUMNS, ROWS = 16, 10
#: How much of the width is seen when a cell is opened, and the least there is to see.
CLOSER, CLOSEST = 0.25, 0.004


@dataclass(frozen=True)
class Window:
    """Its upper left corner and its width and height, in shares of the map."""

    x: float = 0.0
    y: float = 0.0
    span: float = 1.0

    @classmethod
    def asked(cls, x: str, y: str, span: str) -> Window:
        """Of what an address says; what is no number is the whole."""
        try:
            numbers = [float(each) for each in (x, y, span)]
        except ValueError:
            return cls()
        return cls(*numbers).inside() if np.isfinite(numbers).all() else cls()

    def inside(self) -> Window:
        span = min(max(self.span, CLOSEST), 1.0)
        x, y = (min(max(corner, 0.0), 1 - span) for corner in (self.x, self.y))
        return Window(round(x, 5), round(y, 5), round(span, 5))

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.span / 2, self.y + self.span / 2

    def around(self, x: float, y: float, span: float) -> Window:
        return Window(x - span / 2, y - span / 2, span).inside()

    def moved(self, across: float, down: float) -> Window:
        return Window(self.x + across * self.span, self.y + down * self.span, self.span).inside()

    @property
    def wider(self) -> Window:
        return self.around(*self.middle, self.span / CLOSER)

    @property
    def address(self) -> str:
        return f"?x={self.x:g}&y={self.y:g}&span={self.span:g}"


@dataclass(frozen=True)
class Cell:
    column: int
    row: int
    product: int  # key of the one nearest to its middle
    count: int
    window: Window  # what is seen when it is opened


def cells(window: Window, keys: np.ndarray, points: np.ndarray) -> Iterator[Cell]:
    """keys: (n,); points: (n, 2). Cells without a product are left out."""
    grid = (points - [window.x, window.y]) / window.span * [COLUMNS, ROWS]
    is_seen = ((grid >= 0) & (grid <= [COLUMNS, ROWS])).all(1)
    keys, points, grid = keys[is_seen], points[is_seen], grid[is_seen]
    places = np.minimum(grid.astype(int), [COLUMNS - 1, ROWS - 1])
    number = places[:, 1] * COLUMNS + places[:, 0]
    away = np.abs(grid - places - 0.5).sum(1)
    order = np.lexsort((away, number))
    for at, first in zip(*np.unique(number[order], return_index=True), strict=True):
        nearest = order[first]
        x, y = points[nearest].tolist()
        yield Cell(
            int(at) % COLUMNS, int(at) // COLUMNS, int(keys[nearest]), int((number == at).sum()),
            window.around(x, y, window.span * CLOSER),
        )  # fmt: skip
