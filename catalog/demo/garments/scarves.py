"""Scarves."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, ellipse, ribbon, shifted, trace
from catalog.demo.easel import Easel


@dataclass(frozen=True)
class Scarf:
    fringe: bool = True
    width: float = 150
    length: float = 960

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        """Looped once: two tails falling from a ring of folds."""
        w = self.width
        tails = [
            trace((AXIS - 40, 430), (AXIS - 60, 640, AXIS - 106, self.length)),
            trace((AXIS + 50, 430), (AXIS + 84, 600, AXIS + 92, self.length - 110)),
        ]
        for number, (tail, grain) in enumerate(zip(tails, (-6, 5), strict=True)):
            if self.fringe:
                self._draw_fringe(easel, tail, cloth)
            panel = easel.panel(
                ribbon(tail, [w * 0.7, w * 0.95, w]),
                cloth,
                grain=grain,
                lift=0 if number == 0 else 8,
            )
            easel.folds(
                [shifted(tail[4:-6], dx, 0) for dx in (-w * 0.22, w * 0.16)], panel, depth=0.8
            )
        ring = trace(
            (AXIS, 560),
            (AXIS - 150, 556, AXIS - 206, 470, AXIS - 170, 366),
            (AXIS - 110, 252, AXIS + 110, 252, AXIS + 170, 366),
            (AXIS + 206, 470, AXIS + 150, 556, AXIS, 560),
        )
        loop = easel.panel(ring, cloth, grain=80, lift=10, volume=1.2)
        hole = easel.panel(ellipse((AXIS, 348), 92, 44), cloth.shaded(0.4), volume=0)
        easel.soft([ellipse((AXIS, 330), 90, 34)], (30, 24, 28), blur=14, opacity=0.3, on=hole)
        wraps = [
            trace((AXIS - 168, 392 + d), (AXIS - 60, 470 + d * 1.5, AXIS + 166, 386 + d))
            for d in (0, 38, 78)
        ]
        easel.folds(wraps, loop, depth=1.2)

    def _draw_fringe(self, easel: Easel, tail: Points, cloth: Cloth) -> None:
        end, before = tail[-1], tail[-4]
        down = (end - before) / np.hypot(*(end - before))
        out = np.array([down[1], -down[0]])
        roots = [end + out * d for d in np.linspace(-self.width * 0.46, self.width * 0.46, 17)]
        for number, root in enumerate(roots):
            tip = root + down * (58 + number * 7 % 5) + out * (number % 3 - 1) * 3
            easel.panel(
                ribbon(np.vstack([root, (root + tip) / 2, tip]), [6, 5, 3]),
                cloth.solid().of("plain"),
                volume=0,
                line=0.9,
            )
