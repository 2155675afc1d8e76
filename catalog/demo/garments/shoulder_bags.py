"""Shoulder bags with a flap."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    Points,
    box,
    ellipse,
    parallel,
    resampled,
    ribbon,
    shifted,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import whole
from catalog.demo.palette import BRASS, RGB


def _spaced(line: Points, gap: float) -> Points:
    length = np.hypot(*np.diff(line, axis=0).T).sum()
    return resampled(line, int(length / gap))


@dataclass(frozen=True)
class ShoulderBag:
    """A bag with a flap; `round` of the corners in pixels."""

    half: float = 210
    top: float = 560
    bottom: float = 850
    round: float = 46
    flap: float = 0.58  # how far the flap comes down
    strap: str = "leather"  # leather, chain or short
    clasp: str = "turn"  # turn, buckle, ring or none
    saddle: bool = False
    quilted: bool = False
    metal: RGB = BRASS

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        self._draw_strap(easel, cloth)
        bag = easel.panel(self._body(), cloth, volume=1.2)
        if self.quilted:
            self._draw_quilting(easel, bag)
        flap = easel.panel(self._flap(), cloth, volume=0.9, lift=9)
        if self.quilted:
            self._draw_quilting(easel, flap)
        outline = self._flap()
        easel.lines([parallel(outline, 9)], cloth.seam, width=1.5, opacity=0.5, on=flap)
        self._draw_clasp(easel, cloth)
        for side in (1, -1):
            easel.lines(
                [ellipse((AXIS + side * (self.half - 12), self.top + 4), 16, 16)],
                self.metal,
                width=6,
                opacity=1.0,
            )

    def _body(self) -> Points:
        w, top, low = self.half, self.top, self.bottom
        if self.saddle:
            half = trace(
                (AXIS, top),
                (AXIS + w - 30, top),
                (AXIS + w + 6, top + 4, AXIS + w, top + 60),
                (AXIS + w, low - 20, AXIS + w * 0.6, low + 4, AXIS, low + 4),
            )
            return symmetric(half)
        return box(AXIS - w, top, AXIS + w, low, self.round)

    def _flap(self) -> Points:
        w, top = self.half + 5, self.top - 6
        low = top + (self.bottom - top) * self.flap
        r = self.round + (40 if self.saddle else 0)
        half = trace(
            (AXIS, top - 3),
            (AXIS + w - 34, top),
            (AXIS + w, top, AXIS + w, top + 40),
            (AXIS + w - 2, low - r),
            (AXIS + w - 4, low, AXIS + w - r - 20, low + 4),
            (AXIS, low + 14),
        )
        return symmetric(half)

    def _draw_strap(self, easel: Easel, cloth: Cloth) -> None:
        x, reach = AXIS + self.half - 12, 330 if self.strap != "short" else 220
        arc = whole(
            trace(
                (AXIS, self.top - reach),
                (x - 30, self.top - reach, x, self.top - 40, x, self.top + 8),
            )
        )
        if self.strap == "chain":
            links = [ellipse((float(px), float(py)), 9, 9) for px, py in _spaced(arc, 15)]
            easel.shapes(
                [ribbon(np.vstack([link, link[:2]]), 4.5) for link in links],
                self.metal,
                opacity=1.0,
            )
            easel.lines([arc], cloth.colour, width=5, opacity=1.0)
            return
        easel.panel(ribbon(arc, 20 if self.strap == "leather" else 30), cloth.solid(), volume=0.7)

    def _draw_quilting(self, easel: Easel, panel: Panel) -> None:
        left, right = int(AXIS - self.half), int(AXIS + self.half)
        top, bottom = int(self.top) - 20, int(self.bottom) + 10
        span = bottom - top
        seams = [
            trace((x, top), (x + way * span, bottom))
            for way in (1, -1)
            for x in range(left - span, right + span, 44)
        ]
        easel.lines(seams, panel.cloth.seam, width=1.7, opacity=0.5, on=panel)
        easel.lines(
            [shifted(s, 2, 3) for s in seams], (255, 250, 244), width=2.4, opacity=0.16, on=panel
        )

    def _draw_clasp(self, easel: Easel, cloth: Cloth) -> None:
        y = self.top + (self.bottom - self.top) * self.flap - 18
        metal = Cloth(self.metal, texture="satin")
        if self.clasp == "turn":
            easel.panel(box(AXIS - 26, y - 16, AXIS + 26, y + 16, 8), metal, volume=0.6, lift=3)
            easel.panel(box(AXIS - 5, y - 22, AXIS + 5, y + 22, 4), metal, volume=0.6, lift=3)
        elif self.clasp == "ring":
            easel.lines([ellipse((AXIS, y), 30, 30)], self.metal, width=9, opacity=1.0)
        elif self.clasp == "buckle":
            strap = box(AXIS - 24, self.top + 60, AXIS + 24, y + 70, 12)
            easel.panel(strap, cloth.shaded(0.08), volume=0.6, lift=4)
            frame = box(AXIS - 34, y - 26, AXIS + 34, y + 22, 8)
            easel.lines([np.vstack([frame, frame[:2]])], self.metal, width=7, opacity=1.0)
            easel.lines([trace((AXIS, y - 24), (AXIS, y + 20))], self.metal, width=5, opacity=1.0)
