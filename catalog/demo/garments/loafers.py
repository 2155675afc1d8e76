"""Loafers and moccasins."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import dashes, ellipse, parallel, ribbon, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import soles
from catalog.demo.palette import BRASS, RGB

LOW = soles.GROUND_LINE


@dataclass(frozen=True)
class Loafer:
    style: str = "penny"  # penny, tassel, horsebit or plain
    sole: RGB = (84, 58, 44)
    heel: float = 34

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(easel, lambda sheet: self._draw_shoe(sheet, cloth), 226)

    def _draw_shoe(self, easel: Easel, cloth: Cloth) -> None:
        y = LOW - self.heel
        inside = trace(
            (168, y - 128),
            (290, y - 110, 396, y - 132),
            (440, y - 70),
            (180, y - 70),
            (168, y - 128),
        )
        easel.panel(inside, Cloth((204, 176, 140)).shaded(0.14), volume=0, line=1.3)
        back = trace(
            (156, y + 8), (142, y - 60, 166, y - 90, 162, y - 126), (166, y - 144, 184, y - 138)
        )
        top = trace(
            tuple(back[-1]), (250, y - 62, 340, y - 66, 398, y - 128), (414, y - 150, 440, y - 148)
        )
        toe = trace(
            tuple(top[-1]),
            (500, y - 140, 580, y - 92, 664, y - 84),
            (750, y - 76, 796, y - 40, 780, y + 12),
        )
        upper = easel.panel(np.vstack([back, top[1:], toe[1:]]), cloth, volume=1.25)
        self._draw_apron(easel, cloth, upper, y)
        if self.style != "plain":
            self._draw_strap(easel, cloth, upper, y)
        soles.draw_heeled_sole(easel, self.sole, thin=18, heel=self.heel + 4)

    def _draw_apron(self, easel: Easel, cloth: Cloth, upper: Panel, y: float) -> None:
        """The sewn edge of the moccasin's lid, and the seam of the heel."""
        seam = trace((404, y - 92), (500, y - 72, 600, y - 54), (690, y - 40, 742, y - 66))
        easel.soft(
            [ribbon(seam, [6, 14, 14, 6])], cloth.shaded(0.5).colour, blur=4, opacity=0.5, on=upper
        )
        easel.lines([seam], cloth.seam, width=2.2, opacity=0.75, on=upper)
        gathers = dashes(parallel(seam, -5), 2.2, 7)
        easel.lines(gathers, cloth.seam, width=6, opacity=0.4, on=upper)
        counter = trace((170, y - 86), (262, y - 60, 290, y + 8))
        easel.lines([counter], cloth.seam, width=1.6, opacity=0.6, on=upper)

    def _draw_strap(self, easel: Easel, cloth: Cloth, upper: Panel, y: float) -> None:
        """The saddle over the instep, with what the style puts on it."""
        saddle = trace(
            (444, y - 150),
            (480, y - 142, 512, y - 126),
            (506, y - 60, 474, y + 6),
            (392, y + 6),
            (430, y - 70, 444, y - 150),
        )
        easel.panel(saddle, cloth.shaded(0.06), volume=0.8, lift=4)
        if self.style == "penny":
            slot = trace(
                (450, y - 92), (474, y - 82, 496, y - 84), (474, y - 66, 448, y - 74), (450, y - 92)
            )
            easel.fill(slot, cloth.shaded(0.5).colour)
        elif self.style == "horsebit":
            rings = [ellipse((454, y - 96), 19, 13), ellipse((506, y - 88), 15, 12)]
            easel.lines([np.vstack([r, r[:2]]) for r in rings], BRASS, width=6, opacity=1.0)
            easel.lines([trace((470, y - 94), (494, y - 90))], BRASS, width=7, opacity=1.0)
        else:
            self._draw_tassels(easel, cloth, y)

    def _draw_tassels(self, easel: Easel, cloth: Cloth, y: float) -> None:
        for root, tip in (((500, y - 124), (520, y - 58)), ((508, y - 122), (566, y - 76))):
            tassel = ribbon(trace(root, tip), [7, 17, 26])
            panel = easel.panel(tassel, cloth.shaded(0.05), lift=5, volume=0.6)
            strands = [trace(root, (tip[0] + dx, tip[1])) for dx in (-8, 0, 8)]
            easel.lines(strands, cloth.seam, width=1.4, opacity=0.6, on=panel)
