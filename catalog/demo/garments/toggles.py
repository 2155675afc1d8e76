"""The toggles of a duffle coat."""

from catalog.demo.cloth import Cloth
from catalog.demo.curves import trace
from catalog.demo.easel import Easel
from catalog.demo.palette import RGB


def draw_toggles(easel: Easel, places: list[tuple[float, float]], horn: RGB) -> None:
    """Horn toggles in cord loops, as a duffle coat has."""
    for x, y in places:
        for side in (-1, 1):
            cord = trace(
                (x + side * 76, y - 8),
                (x + side * 30, y - 8, x, y),
                (x + side * 30, y + 8, x + side * 76, y + 8),
            )
            easel.lines([cord], (92, 68, 48), width=4, opacity=1.0)
            patch = trace(
                (x + side * 70, y - 15),
                (x + side * 92, y - 15),
                (x + side * 92, y + 15),
                (x + side * 70, y + 15),
                (x + side * 70, y - 15),
            )
            easel.panel(patch, Cloth((108, 80, 56), texture="leather"), volume=0.4, lift=2)
        bar = trace(
            (x - 26, y - 6),
            (x, y - 11, x + 26, y - 6),
            (x + 32, y, x + 26, y + 6),
            (x, y + 11, x - 26, y + 6),
            (x - 32, y, x - 26, y - 6),
        )
        easel.panel(bar, Cloth(horn), lift=4)
