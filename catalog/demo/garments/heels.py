"""Pumps, slingbacks, sandals and flats."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, ellipse, parallel, ribbon, trace
from catalog.demo.easel import Easel
from catalog.demo.garments import soles
from catalog.demo.palette import BRASS, RGB

LOW = soles.GROUND_LINE


@dataclass(frozen=True)
class Heel:
    """Pumps and sandals; `height` of the heel in pixels (30 is a flat)."""

    height: float = 150
    block: bool = False
    toe: str = "pointed"  # pointed or round
    strap: str = "none"  # none, ankle or slingback
    bow: bool = False
    sole: RGB = (196, 160, 122)

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(
            easel,
            lambda sheet: self._draw_shoe(sheet, cloth),
            (310 if self.strap == "ankle" else 250) if self.height > 60 else 220,
        )

    def _draw_shoe(self, easel: Easel, cloth: Cloth) -> None:
        seat = LOW - self.height
        self._draw_heel(easel, cloth, seat)
        tip = (800, LOW - 20) if self.toe == "pointed" else (774, LOW - 24)
        self._draw_lining(easel, cloth, seat)
        upper = easel.panel(self._upper(seat, tip), cloth, volume=1.3)
        sole = trace(
            (166, seat - 2),
            (300, seat + 6, 420, LOW - 54),
            (520, LOW - 8, 620, LOW - 12),
            (*tip,),
            (720, LOW + 2, 600, LOW),
            (500, LOW + 4, 400, LOW - 30),
            (280, seat + 26, 170, seat + 16),
            (166, seat - 2),
        )
        soles.draw_sole(easel, sole, self.sole)
        if self.strap == "ankle":
            self._draw_ankle_strap(easel, cloth, seat)
        if self.bow:
            self._draw_bow(easel, cloth)
        easel.lines(
            [parallel(self._topline(seat), 6)], cloth.seam, width=1.2, opacity=0.5, on=upper
        )

    def _topline(self, seat: float) -> Points:
        if self.strap == "slingback":
            return trace((330, seat + self.height * 0.2 - 46), (430, LOW - 70, 560, LOW - 106))
        return trace(
            (178, seat - 112),
            (230, seat - 40, 330, seat - 20),
            (440, LOW - 60 - self.height * 0.1, 566, LOW - 106),
        )

    def _upper(self, seat: float, tip: tuple[float, float]) -> Points:
        top = self._topline(seat)
        if self.toe == "round":
            toe = trace(
                tuple(top[-1]),
                (660, LOW - 108, 740, LOW - 104),
                (804, LOW - 92, 800, LOW - 40, *tip),
            )
        else:
            toe = trace(
                tuple(top[-1]), (650, LOW - 106, 740, LOW - 66, tip[0] + 6, tip[1] - 8), tip
            )
        under = trace(
            tip, (620, LOW - 8), (520, LOW - 6, 420, LOW - 50), (300, seat + 8, 170, seat + 4)
        )
        if self.strap == "slingback":
            under = trace(
                tip,
                (620, LOW - 8),
                (520, LOW - 6, 420, LOW - 50),
                (360, seat + self.height * 0.34, 330, seat + self.height * 0.2),
            )
            return np.vstack([top, toe[1:], under[1:]])
        back = trace((170, seat + 4), (148, seat - 56, 178, seat - 112))
        return np.vstack([top, toe[1:], under[1:], back[1:]])

    def _draw_lining(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        far = trace(
            (184, seat - 96),
            (300, seat - 54, 400, LOW - self.height * 0.5 - 70),
            (500, LOW - 112, 580, LOW - 116),
            (560, LOW - 70, 420, LOW - 50),
            (280, seat + 6, 180, seat),
            (184, seat - 96),
        )
        if self.strap != "slingback":
            easel.panel(far, Cloth((214, 188, 156)).shaded(0.12), volume=0, line=1.2)
            return
        bed = trace(
            (168, seat - 8),
            (300, seat - 4, 420, LOW - 66),
            (500, LOW - 90, 560, LOW - 100),
            (420, LOW - 40),
            (280, seat + 14, 170, seat + 8),
            (168, seat - 8),
        )
        easel.panel(bed, Cloth((214, 188, 156)), volume=0.4, line=1.2)
        strap = ribbon(
            trace(
                (350, seat + self.height * 0.2 - 40),
                (240, seat - 60, 176, seat - 90),
                (166, seat - 60, 172, seat - 10),
            ),
            11,
        )
        easel.panel(strap, cloth.shaded(0.1), volume=0.5, line=1.2)

    def _draw_heel(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        if self.block or self.height < 60:
            shape = trace(
                (164, seat),
                (290, seat + 8),
                (276, seat + 40, 270, LOW),
                (172, LOW),
                (166, seat + 30, 164, seat),
            )
        else:
            shape = trace(
                (164, seat),
                (280, seat + 16),
                (226, seat + 40, 206, LOW),
                (182, LOW),
                (180, seat + 60, 164, seat),
            )
        easel.panel(shape, cloth.solid(), volume=0.9)

    def _draw_ankle_strap(self, easel: Easel, cloth: Cloth, seat: float) -> None:
        y = seat - 150
        riser = ribbon(trace((182, seat - 60), (176, seat - 110, 186, y)), [26, 18, 16])
        easel.panel(riser, cloth, volume=0.6)
        ring = trace(
            (184, y), (270, y - 32, 366, y - 12), (372, y + 8, 350, y + 14), (262, y + 30, 184, y)
        )
        easel.lines([ring], cloth.shaded(0.1).colour, width=15, opacity=1.0)
        easel.lines([parallel(ring, -4)], cloth.seam, width=1.2, opacity=0.5)
        easel.lines([ellipse((322, y + 19), 13, 11)], BRASS, width=4.5, opacity=1.0)

    def _draw_bow(self, easel: Easel, cloth: Cloth) -> None:
        x, y = 590, LOW - 112
        for dx in (-1, 1):
            loop = trace(
                (x, y), (x + dx * 20, y - 30, x + dx * 50, y - 16), (x + dx * 54, y + 16, x, y + 8)
            )
            easel.panel(loop, cloth, lift=4)
        easel.panel(ellipse((x, y + 2), 10, 11), cloth, lift=3)
