"""The fall of a skirt, for skirts and for the lower half of dresses."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, between, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel


@dataclass(frozen=True)
class SkirtShape:
    """Half widths at waist, hip and hem; heights of waist and hem in the picture."""

    top: float = 300
    waist: float = 118
    hip: float = 190
    hem: float = 270
    length: float = 900
    dip: float = 26
    swell: float = 0.0  # how far the hem curls out like a bell

    def side(self) -> Points:
        """The side seam, smooth over the hip."""
        span = self.length - self.top
        lean = (self.hem - self.waist) / span
        hip = (AXIS + self.hip, self.top + span * 0.36)
        return trace(
            (AXIS + self.waist, self.top),
            (
                AXIS + self.waist + (self.hip - self.waist) * 0.5,
                self.top + span * 0.08,
                hip[0] - lean * span * 0.14,
                hip[1] - span * 0.14,
                *hip,
            ),
            (
                hip[0] + lean * span * 0.2,
                hip[1] + span * 0.2,
                AXIS + self.hem - (self.hem - self.hip) * 0.36 - self.swell,
                self.length - span * 0.22,
                AXIS + self.hem,
                self.length,
            ),
        )

    def hem_line(self) -> Points:
        """From the side seam to the middle."""
        return trace(
            (AXIS + self.hem, self.length),
            (AXIS + self.hem * 0.55, self.length + self.dip, AXIS, self.length + self.dip),
        )

    def outline(self) -> Points:
        top = trace(
            (AXIS, self.top + 7),
            (AXIS + self.waist * 0.6, self.top + 7, AXIS + self.waist, self.top),
        )
        return symmetric(np.vstack([top, self.side()[1:], self.hem_line()[1:]]))

    def ray(self, share: float, start: float = 0.0, end: float = 1.0) -> Points:
        """A line that falls from the waist to the hem; `share` -1 and 1 are the side seams."""
        side = self.side() if share >= 0 else mirrored(self.side())
        middle = trace((AXIS, self.top + 7), (AXIS, self.length + self.dip))
        line = between(middle, side, abs(share), 40)
        return line[int(start * 39) : int(end * 39) + 1]


def draw_fall(easel: Easel, shape: SkirtShape, panel: Panel, depth: float = 1.0) -> None:
    """Folds that open towards the hem, as cloth hanging from a waist does."""
    plan = (
        (-0.82, 0.2, 1),
        (-0.5, 0.42, 1),
        (-0.2, 0.1, 0.7),
        (0.16, 0.5, 1),
        (0.46, 0.12, 0.9),
        (0.76, 0.35, 1),
    )
    flare = (shape.hem - shape.waist) / 160
    for share, start, end in plan:
        ray = shape.ray(share, start, end)
        valley = _wedge(ray, 6, 20 + 16 * flare)
        easel.soft([valley], panel.cloth.shaded(0.5).colour, blur=7, opacity=0.2 * depth, on=panel)
        easel.soft(
            [valley - (20 + 6 * flare, 0)], (255, 252, 246), blur=8, opacity=0.11 * depth, on=panel
        )
        easel.lines([ray], panel.cloth.seam, width=[0.2, 1.6, 1.2], opacity=0.36 * depth, on=panel)


def _wedge(line: Points, narrow: float, wide: float) -> Points:
    half = np.linspace(narrow, wide, len(line))[:, None] / 2
    return np.vstack([line - half * (1, 0), (line + half * (1, 0))[::-1]])


def draw_pleats(easel: Easel, shape: SkirtShape, panel: Panel, count: int = 15) -> None:
    """Knife pleats: each a lit face and a shaded edge."""
    shares = np.linspace(-1, 1, count + 1)
    for left, right in pairwise(shares):
        edge, next_edge = shape.ray(left), shape.ray(right)
        inner = shape.ray(left + (right - left) * 0.36)
        shade = np.vstack([edge, inner[::-1]])
        easel.shapes([shade], panel.cloth.shaded(0.42).colour, opacity=0.42, on=panel)
        easel.soft(
            [np.vstack([inner, next_edge[::-1]])], (255, 252, 246), blur=5, opacity=0.1, on=panel
        )
    easel.lines(
        [shape.ray(s) for s in shares[1:-1]], panel.cloth.seam, width=1.4, opacity=0.55, on=panel
    )


def draw_tiers(easel: Easel, shape: SkirtShape, panel: Panel, heights: tuple[float, ...]) -> None:
    """Gathered tiers: a seam across at each share of the height, with gathers below it."""
    for at in heights:
        index = int(at * 39)
        rows = [shape.ray(s, 0, 1)[index] for s in np.linspace(-1, 1, 41)]
        seam = np.array(rows)
        easel.lines([seam], panel.cloth.seam, width=1.8, opacity=0.65, on=panel)
        easel.soft(
            [np.vstack([seam, parallel(seam, 14)[::-1]])],
            panel.cloth.shaded(0.5).colour,
            blur=6,
            opacity=0.24,
            on=panel,
        )
        for number, share in enumerate(np.linspace(-0.95, 0.95, 24)):
            ray = shape.ray(share)[index : index + 4 + number * 5 % 4]
            if len(ray) > 2:
                easel.lines([ray], panel.cloth.seam, width=[2.2, 0.3], opacity=0.42, on=panel)


def draw_hem_stitch(easel: Easel, shape: SkirtShape, panel: Panel, above: float = 16) -> None:
    hem = shape.hem_line() - (0, above)
    easel.lines([hem, mirrored(hem)], panel.cloth.seam, width=1.4, opacity=0.45, on=panel)


def draw_waistband(easel: Easel, shape: SkirtShape, cloth: Cloth, height: float = 34) -> Panel:
    """A band above the waist with the inside of the back showing behind it."""
    top = shape.top - height
    inside = trace(
        (AXIS, top - 6),
        (AXIS + shape.waist * 0.7, top - 6, AXIS + shape.waist - 3, top),
        (AXIS + shape.waist * 0.6, top + 16, AXIS, top + 16),
    )
    easel.panel(symmetric(inside), cloth.shaded(0.36), volume=0, line=1.2)
    half = trace(
        (AXIS, top + 7),
        (AXIS + shape.waist * 0.6, top + 7, AXIS + shape.waist - 3, top),
        (AXIS + shape.waist + 1, shape.top + 3),
        (AXIS + shape.waist * 0.6, shape.top + 11, AXIS, shape.top + 11),
    )
    return easel.panel(symmetric(half), cloth, volume=0.5, lift=2)
