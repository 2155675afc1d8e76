"""Hems, frills and bows."""

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, parallel, resampled, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import Frame


def draw_hem(easel: Easel, frame: Frame, body: Panel, shape: str = "straight") -> None:
    """The stitched line a finger above the edge."""
    hem = frame.hem_line(shape) - (0, 15)
    easel.lines([hem, mirrored(hem)], body.cloth.seam, width=1.4, opacity=0.5, on=body)


def draw_frill(easel: Easel, neckline: Points, cloth: Cloth, width: float = 34) -> None:
    """A gathered strip along the neckline."""
    edge = resampled(neckline, 40)
    wave = width + 6 * np.sin(np.linspace(0, 22, 40))[:, None]
    outer = edge + (parallel(edge, 1) - edge) * wave
    outline = np.vstack([edge, outer[::-1]])
    for panel, flip in zip(easel.pair(outline, cloth, lift=5), (False, True), strict=True):
        pleats = [np.vstack([edge[i], outer[i]]) for i in range(2, 39, 3)]
        pleats = [mirrored(p) for p in pleats] if flip else pleats
        easel.lines(pleats, cloth.seam, width=[1.8, 0.4], opacity=0.45, on=panel)


def draw_bow(easel: Easel, cloth: Cloth, y: float) -> None:
    """A pussy bow: two tails, two loops and the knot."""
    tail = trace(
        (AXIS + 4, y),
        (AXIS + 20, y + 80, AXIS + 14, y + 190),
        (AXIS + 50, y + 176),
        (AXIS + 52, y + 70, AXIS + 18, y),
        (AXIS + 4, y),
    )
    loop = trace(
        (AXIS + 4, y),
        (AXIS + 40, y - 44, AXIS + 108, y - 40, AXIS + 104, y + 2),
        (AXIS + 98, y + 44, AXIS + 40, y + 26, AXIS + 4, y + 8),
    )
    easel.pair(tail, cloth, grain=10, lift=6)
    for panel, flip in zip(easel.pair(loop, cloth, grain=80, lift=7), (False, True), strict=True):
        crease = trace((AXIS + 12, y + 2), (AXIS + 44, y - 8, AXIS + 74, y - 6))
        easel.folds([mirrored(crease) if flip else crease], panel)
    knot = trace(
        (AXIS - 15, y - 12),
        (AXIS, y - 20, AXIS + 15, y - 12),
        (AXIS + 18, y + 6, AXIS + 13, y + 22),
        (AXIS, y + 26, AXIS - 13, y + 22),
        (AXIS - 18, y + 6, AXIS - 15, y - 12),
    )
    easel.panel(knot, cloth, lift=5)
