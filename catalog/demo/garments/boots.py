"""Ankle boots."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, dashes, parallel, portion, ribbon, shifted, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings, soles
from catalog.demo.palette import BRASS, RGB, SOLE_DARK, mix

LOW = soles.GROUND_LINE


@dataclass(frozen=True)
class AnkleBoot:
    style: str = "chelsea"  # chelsea, laced or zipped
    shaft: float = 300  # height of the shaft above the sole
    heel: float = 44
    sole: RGB = SOLE_DARK
    chunky: bool = False
    laces: RGB = (60, 52, 48)
    collar: RGB | None = None  # a padded collar of another colour

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(easel, lambda sheet: self._draw_boot(sheet, cloth), 290)

    @property
    def _floor(self) -> float:
        return LOW - (58 if self.chunky else self.heel)

    def _front(self) -> Points:
        """From the top of the shaft down the instep to the toe."""
        y = self._floor
        return trace(
            (424, y - self.shaft),
            (426, y - 200, 440, y - 150, 516, y - 118),
            (590, y - 90, 660, y - 94, 704, y - 82),
            (776, y - 68, 790, y - 30, 778, y + 12),
        )

    def _back(self) -> Points:
        y = self._floor
        return trace(
            (158, y + 6),
            (146, y - 70, 186, y - 120, 190, y - 200),
            (192, y - 250, 184, y - self.shaft),
        )

    def _draw_boot(self, easel: Easel, cloth: Cloth) -> None:
        y = self._floor
        rim = trace(
            (184, y - self.shaft),
            (300, y - self.shaft - 26, 424, y - self.shaft),
            (300, y - self.shaft + 22, 184, y - self.shaft),
        )
        easel.panel(rim, cloth.shaded(0.34), volume=0, line=1.3)
        top = trace(tuple(self._back()[-1]), (300, y - self.shaft + 18, 424, y - self.shaft))
        upper = easel.panel(
            np.vstack([self._back(), top[1:], self._front()[1:]]), cloth, volume=1.25
        )
        crease = [
            trace((470, y - 150), (450, y - 110, 470, y - 60)),
            trace((520, y - 128), (500, y - 90, 520, y - 50)),
        ]
        easel.folds(crease, upper, depth=0.7)
        {"chelsea": self._draw_gore, "laced": self._draw_laced, "zipped": self._draw_zipped}[
            self.style
        ](easel, cloth, upper)
        self._draw_counter(easel, cloth, upper)
        self._draw_base(easel)

    def _draw_gore(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y, top = self._floor, self._floor - self.shaft
        gore = trace(
            (262, top + 8),
            (362, top + 8),
            (352, y - 180, 330, y - 112),
            (312, y - 96, 296, y - 112),
            (268, y - 190, 262, top + 8),
        )
        panel = easel.panel(gore, cloth.solid().of("plain").shaded(0.24), volume=0.4, line=1.5)
        easel.lines(
            [trace((266 + d, top + 6), (292 + d * 0.5, y - 100)) for d in range(0, 100, 9)],
            cloth.seam,
            width=1.7,
            opacity=0.4,
            on=panel,
        )
        tab = ribbon(
            trace((196, top + 26), (186, top - 26, 206, top - 34), (222, top - 30, 216, top + 22)),
            13,
        )
        easel.panel(tab, cloth.shaded(0.12), volume=0.5, lift=2, line=1.3)
        easel.lines(
            dashes(parallel(gore[1:29], -8), 5, 4), cloth.seam, width=1.3, opacity=0.6, on=upper
        )

    def _draw_laced(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        throat = portion(self._front()[:29], 0.0, 0.78)
        stay = np.vstack([throat, parallel(throat, 50)[::-1]])
        panel = easel.panel(stay, cloth.shaded(0.04), volume=0.5, line=1.5)
        easel.lines(
            dashes(parallel(throat, 43), 5, 4), cloth.seam, width=1.3, opacity=0.6, on=panel
        )
        span = portion(throat, 0.08, 0.95)
        fastenings.draw_laces(
            easel, shifted(parallel(span, -8), 4, 0), parallel(span, 28), 8, self.laces, 9
        )
        if self.collar:
            pad = ribbon(
                trace(
                    (184, y - self.shaft + 4), (300, y - self.shaft + 22, 430, y - self.shaft + 4)
                ),
                [34, 40, 34],
            )
            easel.panel(pad, Cloth(self.collar), lift=3)
        cap = trace((660, y + 12), (628, y - 60, 664, y - 108))
        easel.lines([cap, parallel(cap, 6)], cloth.seam, width=1.5, opacity=0.6, on=upper)

    def _draw_zipped(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        line = trace((316, y - self.shaft + 16), (312, y - 120, 300, y - 20))
        fastenings.draw_zip(easel, line, metal=BRASS, tape=cloth.shaded(0.3).colour, on=upper)

    def _draw_counter(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        line = trace((190, y - 130), (262, y - 90, 272, y + 8))
        vamp = trace((340, y + 8), (350, y - 70, 470, y - 150))
        paths = [line] if self.style == "zipped" else [line, vamp]
        easel.lines(paths, cloth.seam, width=1.6, opacity=0.6, on=upper)
        easel.lines(
            [d for p in paths for d in dashes(parallel(p, 6), 5, 4)],
            cloth.seam,
            width=1.2,
            opacity=0.5,
            on=upper,
        )

    def _draw_base(self, easel: Easel) -> None:
        if not self.chunky:
            soles.draw_heeled_sole(easel, self.sole, thin=22, heel=self.heel + 6)
            return
        sole = soles.draw_flat_sole(easel, self.sole, thick=64, left=146, right=786)
        teeth = [ribbon(trace((x, LOW - 16), (x, LOW + 2)), 10) for x in range(190, 770, 34)]
        easel.shapes(teeth, mix(self.sole, (0, 0, 0), 0.45), opacity=0.8, on=sole)
