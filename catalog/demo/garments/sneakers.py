"""Sneakers: court shoes, runners and high-tops."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, dashes, parallel, portion, ribbon, shifted, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings, soles
from catalog.demo.palette import RGB, SOLE_WHITE, mix


@dataclass(frozen=True)
class Sneaker:
    accent: RGB | None = None  # heel, tongue and side band; the cloth's own shade without it
    sole: RGB = SOLE_WHITE
    tread: RGB = (190, 140, 92)
    runner: bool = False
    high: bool = False
    toe: str = "guard"  # guard, cap or plain
    side: str = "band"  # band, panels or plain
    laces: RGB = (246, 244, 240)
    slip_on: bool = False

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        soles.draw_pair(
            easel,
            lambda sheet: self._draw_shoe(sheet, cloth),
            330 if self.high else 262,
            1.0 if self.high else 0.86,
        )

    def _draw_shoe(self, easel: Easel, cloth: Cloth) -> None:
        accent = cloth.dyed(self.accent) if self.accent else cloth.solid().shaded(0.1)
        if not self.slip_on:
            self._draw_tongue(easel, accent)
        self._draw_opening(easel, cloth)
        upper = easel.panel(self._upper(), cloth, volume=1.2)
        self._draw_toe(easel, cloth, upper)
        self._draw_side(easel, accent, upper)
        self._draw_heel(easel, accent)
        if self.slip_on:
            self._draw_elastic(easel, cloth, upper)
        else:
            self._draw_lacing(easel, cloth)
        if self.runner:
            soles.draw_runner_sole(easel, self.sole, self.tread)
        else:
            soles.draw_flat_sole(easel, self.sole, thick=48)

    @property
    def _floor(self) -> float:
        return soles.GROUND_LINE - (52 if self.runner else 42)

    @property
    def _rise(self) -> float:
        return 150 if self.high else 0

    def _throat(self) -> Points:
        """From the top of the laces down to the vamp."""
        y, up = self._floor, self._rise
        if self.slip_on:
            return trace((420, y - 196), (520, y - 160, 640, y - 98))
        return trace(
            (414 - up * 0.14, y - 226 - up),
            (450, y - 190 - up * 0.3, 500, y - 150),
            (540, y - 122, 630, y - 100),
        )

    def _upper(self) -> Points:
        y, up = self._floor, self._rise
        back = trace(
            (150, y + 16),
            (140, y - 90, 168, y - 120, 160, y - 214 - up),
            (164, y - 240 - up, 192, y - 236 - up),
        )
        collar = trace(
            tuple(back[-1]),
            (
                230,
                y - 168 - up,
                330,
                y - 164 - up,
                392,
                y - 206 - up if not self.slip_on else y - 172,
            ),
            tuple(self._throat()[0]),
        )
        toe = trace(tuple(self._throat()[-1]), (720, y - 88, 786, y - 60, 776, y + 16))
        return np.vstack([back, collar[1:], self._throat()[1:], toe[1:]])

    def _draw_opening(self, easel: Easel, cloth: Cloth) -> None:
        """The lining behind the collar."""
        y, up = self._floor, self._rise
        far = trace(
            (176, y - 236 - up),
            (280, y - 214 - up, 402, y - (196 if self.slip_on else 226) - up),
            (400, y - 150 - up),
            (190, y - 150 - up),
            (176, y - 236 - up),
        )
        easel.panel(
            far, Cloth(mix(cloth.colour, (236, 228, 216), 0.5)).shaded(0.24), volume=0, line=1.3
        )

    def _draw_tongue(self, easel: Easel, accent: Cloth) -> None:
        y, up = self._floor, self._rise
        tongue = trace(
            (372 - up * 0.14, y - 200 - up),
            (376, y - 272 - up, 404 - up * 0.1, y - 276 - up),
            (440 - up * 0.1, y - 274 - up, 452, y - 236 - up),
            (500, y - 172, 600, y - 112),
            (500, y - 110),
            (372, y - 200 - up),
        )
        easel.panel(tongue, accent, volume=0.9)

    def _draw_toe(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        if self.toe == "cap":
            cap = trace((640, y + 16), (632, y - 60, 682, y - 92), (790, y - 70, 778, y + 16))
            easel.panel(cap, Cloth(self.sole), volume=0.9, line=1.5)
        elif self.toe == "guard":
            guard = trace(
                (520, y + 16),
                (600, y - 10, 640, y - 60),
                (664, y - 92, 700, y - 92),
                (790, y - 60, 778, y + 16),
            )
            panel = easel.panel(guard, cloth.shaded(0.06), volume=0.8, line=1.4)
            edge = parallel(guard[1:29], 7)
            easel.lines(dashes(edge, 5, 4), cloth.seam, width=1.3, opacity=0.6, on=panel)
        holes = [(690 + dx, y - 74 + dy) for dx, dy in ((-30, 2), (-12, 8), (-22, 16), (-40, 12))]
        if self.toe == "plain":
            for x, hole in holes:
                easel.fill(
                    np.array(
                        [
                            [x - 2.5, hole - 2],
                            [x + 2.5, hole - 2],
                            [x + 2.5, hole + 2],
                            [x - 2.5, hole + 2],
                        ]
                    ),
                    cloth.seam,
                    0.8,
                )

    def _draw_side(self, easel: Easel, accent: Cloth, upper: Panel) -> None:
        y = self._floor
        if self.side == "band":
            band = ribbon(trace((300, y + 10), (380, y - 70, 404, y - 176)), [40, 30, 22])
            second = shifted(band, 48, 4)
            easel.shapes([band], accent.colour, on=upper)
            easel.shapes([second], accent.colour, opacity=0.45, on=upper)
        elif self.side == "panels":
            swoop = trace(
                (180, y + 16),
                (260, y - 90, 400, y - 96),
                (500, y - 90, 560, y - 40),
                (580, y - 10, 640, y + 16),
                (180, y + 16),
            )
            panel = easel.panel(swoop, accent, volume=0.6, line=1.3)
            easel.lines(
                dashes(parallel(swoop[1:43], 7), 5, 4),
                accent.seam,
                width=1.3,
                opacity=0.6,
                on=panel,
            )

    def _draw_heel(self, easel: Easel, accent: Cloth) -> None:
        y, up = self._floor, self._rise
        counter = trace(
            (148, y + 16),
            (140, y - 90, 168, y - 120, 161, y - 150),
            (230, y - 110, 262, y - 40, 268, y + 16),
            (148, y + 16),
        )
        easel.panel(counter, accent, volume=0.8, line=1.5)
        tab = trace(
            (158, y - 216 - up),
            (162, y - 246 - up, 196, y - 240 - up),
            (190, y - 196 - up, 186, y - 160 - up),
            (161, y - 160 - up),
            (158, y - 216 - up),
        )
        easel.panel(tab, accent, volume=0.7, line=1.4)

    def _draw_lacing(self, easel: Easel, cloth: Cloth) -> None:
        throat = self._throat()
        stay = np.vstack([throat, parallel(throat, 44)[::-1]])
        panel = easel.panel(stay, cloth.shaded(0.03), volume=0.5, line=1.4)
        easel.lines(
            dashes(parallel(throat, 37), 5, 4), cloth.seam, width=1.3, opacity=0.6, on=panel
        )
        span = portion(throat, 0.06, 0.92)
        fastenings.draw_laces(
            easel,
            shifted(parallel(span, -9), 6, 0),
            parallel(span, 24),
            8 if self.high else 6,
            self.laces,
            12,
        )

    def _draw_elastic(self, easel: Easel, cloth: Cloth, upper: Panel) -> None:
        y = self._floor
        gore = trace(
            (372, y - 180),
            (452, y - 186),
            (440, y - 112, 420, y - 100),
            (392, y - 110, 372, y - 180),
        )
        panel = easel.panel(gore, cloth.shaded(0.22), volume=0.4, line=1.4)
        easel.lines(
            [portion(trace((380 + d, y - 186), (400 + d, y - 100)), 0, 1) for d in range(0, 70, 9)],
            cloth.seam,
            width=1.5,
            opacity=0.4,
            on=panel,
        )
        foxing = trace((420, y - 100), (520, y - 60, 560, y + 16))
        easel.lines([foxing], cloth.seam, width=1.6, opacity=0.6, on=upper)
