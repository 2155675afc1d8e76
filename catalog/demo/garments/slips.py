"""Slip dresses, cut on the bias and hung from thin straps."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    Points,
    ellipse,
    mirrored,
    parallel,
    resampled,
    ribbon,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.palette import RGB


@dataclass(frozen=True)
class Slip:
    """A bias-cut dress on thin straps."""

    length: float = 1010
    hem: float = 190
    neck: str = "v"  # v, cowl or straight
    slit: float = 0.0
    lace: RGB | None = None
    straps: float = 7

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        self._draw_straps(easel, cloth)
        back = trace((AXIS, 366), (AXIS + 60, 364, AXIS + 112, 362), (AXIS + 108, 420), (AXIS, 420))
        easel.panel(symmetric(back), cloth.shaded(0.3), volume=0)
        dress = easel.panel(self._outline(), cloth, volume=1.15)
        self._draw_drape(easel, dress)
        if self.lace:
            self._draw_lace(easel, dress, self.lace)
        if self.slit:
            gap = trace(
                (AXIS + 72, self.length - self.slit),
                (AXIS + 104, self.length + 24),
                (AXIS + 70, self.length + 26),
                (AXIS + 72, self.length - self.slit),
            )
            easel.shapes([gap], cloth.shaded(0.46).colour, on=dress)

    def _top(self) -> Points:
        middle = {"v": 388, "cowl": 376, "straight": 332}[self.neck]
        peak = (AXIS + 82, 306)
        if self.neck == "cowl":
            return trace((AXIS, middle), (AXIS + 58, middle, *peak))
        if self.neck == "straight":
            return trace((AXIS, middle), (AXIS + 60, middle - 2, *peak))
        return trace((AXIS, middle), (AXIS + 30, middle - 36, *peak))

    def _outline(self) -> Points:
        low = self.length
        half = np.vstack(
            [
                self._top(),
                trace(
                    (AXIS + 82, 306),
                    (AXIS + 92, 348, AXIS + 128, 362),
                    (AXIS + 116, 430, AXIS + 108, 486),
                    (AXIS + 108, 560, AXIS + self.hem * 0.86, low - 240, AXIS + self.hem, low),
                    (AXIS + self.hem * 0.5, low + 24, AXIS, low + 24),
                )[1:],
            ]
        )
        return symmetric(half)

    def _draw_straps(self, easel: Easel, cloth: Cloth) -> None:
        strap = trace((AXIS + 82, 310), (AXIS + 84, 220, AXIS + 60, 170))
        easel.pair(ribbon(strap, self.straps), cloth.solid(), volume=0.4, line=1.2)
        behind = trace((AXIS + 60, 170), (AXIS + 52, 230, AXIS + 66, 352))
        easel.pair(ribbon(behind, self.straps * 0.8), cloth.solid().shaded(0.2), volume=0, line=1.0)

    def _draw_drape(self, easel: Easel, dress: Panel) -> None:
        low = self.length
        falls = [
            trace((AXIS - 60, 500), (AXIS - 96, 700, AXIS - 120, low)),
            trace((AXIS + 46, 540), (AXIS + 70, 760, AXIS + 104, low)),
            trace((AXIS - 6, 620), (AXIS - 20, 800, AXIS - 30, low)),
            trace((AXIS + 100, 490), (AXIS + 60, 520, AXIS + 10, 530)),
            trace((AXIS - 104, 480), (AXIS - 60, 520, AXIS - 20, 526)),
        ]
        easel.folds(falls, dress, depth=1.1)
        if self.neck == "cowl":
            swags = [
                trace((AXIS - 74, 318 + d * 0.5), (AXIS, 380 + d * 1.9, AXIS + 74, 318 + d * 0.5))
                for d in (16, 40, 66)
            ]
            easel.folds(swags, dress, depth=1.3)

    def _draw_lace(self, easel: Easel, dress: Panel, colour: RGB) -> None:
        top = self._top()
        edges = [parallel(line, 0) for line in (top, mirrored(top))]
        hem = trace(
            (AXIS - self.hem - 6, self.length),
            (AXIS, self.length + 46, AXIS + self.hem + 6, self.length),
        ) - (0, 20)
        easel.lines([*edges, hem], colour, width=24, opacity=0.55, on=dress)
        scallops = [
            ellipse((float(x), float(y)), 6, 6)
            for line in (*edges, hem)
            for x, y in resampled(line, max(8, int(np.ptp(line[:, 0]) / 13)))
        ]
        easel.shapes(scallops, colour, opacity=0.8, on=dress)
