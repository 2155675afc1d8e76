"""What closes a garment: buttons, zips, plackets, ties and laces."""

from collections.abc import Sequence

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, dashes, parallel, resampled, ribbon, shifted, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.palette import RGB, STEEL, mix


def draw_buttons(
    easel: Easel, places: Sequence[tuple[float, float]], colour: RGB, radius: float = 6.5
) -> None:
    """Sewn buttons with four holes."""
    hole = mix(colour, (20, 16, 16), 0.6)
    for x, y in places:
        easel.disc((x, y), radius, colour)
        for dx in (-1, 1):
            for dy in (-1, 1):
                easel.fill(
                    _speck(x + dx * radius * 0.28, y + dy * radius * 0.28, radius * 0.14), hole
                )


def _speck(x: float, y: float, half: float) -> Points:
    return np.array(
        [[x - half, y - half], [x + half, y - half], [x + half, y + half], [x - half, y + half]]
    )


def button_column(x: float, top: float, bottom: float, count: int) -> list[tuple[float, float]]:
    return [(x, float(y)) for y in np.linspace(top, bottom, count)]


def draw_placket(easel: Easel, cloth: Cloth, top: float, bottom: float, half: float = 17) -> Panel:
    """The band down the middle of a shirt front, stitched along both edges."""
    band = trace(
        (AXIS - half, top), (AXIS + half, top), (AXIS + half, bottom), (AXIS - half, bottom)
    )
    panel = easel.panel(band, cloth, volume=0.3, lift=2, line=1.3)
    edges = [trace((AXIS + side, top), (AXIS + side, bottom)) for side in (-half + 5, half - 5)]
    easel.lines(edges, cloth.seam, width=1.1, opacity=0.4, on=panel)
    return panel


def draw_zip(
    easel: Easel, line: Points, *, metal: RGB = STEEL, tape: RGB, on: Panel | None = None
) -> None:
    """A zip along `line` with its teeth and, at the start, its pull."""
    easel.lines([line], tape, width=15, opacity=0.95, on=on)
    easel.lines(
        [parallel(line, side) for side in (-8, 8)],
        mix(tape, (0, 0, 0), 0.4),
        width=1.4,
        opacity=0.6,
        on=on,
    )
    easel.lines(dashes(line, 3.2, 3.0), metal, width=6.5, opacity=0.95, on=on)
    x, y = line[0]
    easel.fill(ribbon(trace((x, y), (x + 1, y + 13)), [10, 8]), mix(metal, (0, 0, 0), 0.15))
    easel.fill(ribbon(trace((x + 1, y + 11), (x + 2, y + 34)), [4, 7, 6]), metal)


def draw_topstitch(
    easel: Easel, paths: Sequence[Points], colour: RGB, on: Panel | None = None, width: float = 1.7
) -> None:
    """Visible stitching, dash by dash."""
    stitches = [dash for path in paths for dash in dashes(path, 6.0, 3.6)]
    easel.lines(stitches, colour, width=width, opacity=0.85, on=on)


def draw_drawcord(easel: Easel, cords: Sequence[Points], colour: RGB) -> None:
    """Cords with knotted ends, as on a hood or a waistband."""
    for cord in cords:
        easel.fill(ribbon(shifted(cord, 2, 3), 6), (40, 34, 38), 0.28)
        easel.panel(ribbon(cord, 6.5), Cloth(colour), volume=0.5, line=1.1)
        easel.panel(
            ribbon(cord[-4:], [8, 10, 10]),
            Cloth(mix(colour, (0, 0, 0), 0.18)),
            volume=0.5,
            line=1.1,
        )


def draw_laces(
    easel: Easel, left: Points, right: Points, rows: int, colour: RGB, width: float = 9
) -> None:
    """Laces that cross between two edges of an opening, with their eyelets."""
    ones, others = resampled(left, rows), resampled(right, rows)
    for one, other in zip(ones, others, strict=True):
        easel.disc((float(other[0]), float(other[1])), 4.5, mix(colour, (60, 54, 54), 0.55))
        path = trace(tuple(one), (*((one + other) / 2 + (-2, -5)), *other))
        easel.panel(ribbon(path, width), Cloth(colour), volume=0.6, lift=2, line=1.1)
