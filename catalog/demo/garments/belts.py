"""Belts and sashes, tied or buckled over a garment."""

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, ribbon, trace
from catalog.demo.easel import Easel


def draw_belt(easel: Easel, line: Points, cloth: Cloth, width: float = 24) -> None:
    """A belt with a covered buckle in the middle."""
    easel.panel(ribbon(line, width), cloth, volume=0.5, lift=4)
    y = float(line[len(line) // 2][1])
    ring = trace(
        (AXIS - 21, y - 18),
        (AXIS + 21, y - 18),
        (AXIS + 21, y + 18),
        (AXIS - 21, y + 18),
        (AXIS - 21, y - 18),
    )
    easel.lines([ring], (188, 156, 98), width=5, opacity=1.0)
    easel.lines([trace((AXIS - 2, y), (AXIS + 20, y))], (160, 128, 76), width=4, opacity=1.0)


def draw_sash(easel: Easel, line: Points, cloth: Cloth, width: float = 30) -> None:
    """A cloth belt knotted at one side, its ends hanging."""
    easel.panel(ribbon(line, width), cloth, volume=0.6, lift=4)
    x, y = float(line[8][0]) - 4, float(line[8][1]) + 4
    for dx, reach in ((-26, 170), (16, 206)):
        tail = trace((x, y), (x + dx * 0.3, y + reach * 0.5, x + dx, y + reach))
        easel.panel(ribbon(tail, [12, 24, 26]), cloth, grain=4, lift=5)
    for dx in (-62, 56):
        loop = trace(
            (x, y), (x + dx * 0.5, y - 34, x + dx, y - 8), (x + dx * 1.05, y + 22, x, y + 8)
        )
        easel.panel(loop, cloth, grain=70, lift=5)
    easel.panel(
        trace(
            (x - 14, y - 14), (x + 14, y - 15), (x + 13, y + 18), (x - 12, y + 18), (x - 14, y - 14)
        ),
        cloth,
        lift=4,
    )
