"""Cardigans, buttoned or open."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, symmetric, trace
from catalog.demo.easel import Easel
from catalog.demo.garments import fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_band, draw_body, draw_inside, draw_ribs, whole
from catalog.demo.garments.jumpers import KNIT_SLEEVE, LOOSE
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.palette import RGB


@dataclass(frozen=True)
class Cardigan:
    frame: Frame = LOOSE
    sleeve: Sleeve = KNIT_SLEEVE
    close: float = 500  # height of the first button
    buttons: RGB = (150, 106, 70)
    count: int = 5
    with_pockets: bool = True
    open: bool = False  # worn without buttons, the fronts apart

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        draw_inside(easel, frame, cloth, drop=self.close - frame.top + 40)
        if self.open:
            self._draw_lining(easel, cloth)
        draw_sleeves(easel, frame, self.sleeve, cloth)
        self._draw_fronts(easel, cloth)
        if self.with_pockets:
            for x in (AXIS + 62, AXIS - 158):
                top = frame.length - 206
                pockets.draw_patch(easel, pockets.patch(x, top, 96, 112, 2), cloth, hem=24)
        self._draw_band(easel, cloth)

    def _draw_lining(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        half = trace(
            (AXIS, frame.top + 20),
            (AXIS + 110, frame.top + 30),
            (AXIS + 110, frame.length + 4),
            (AXIS, frame.length + 4),
        )
        easel.panel(symmetric(half), cloth.shaded(0.3), volume=0)

    def _edge(self) -> Points:
        """The right front's edge from the neck point down to the hem."""
        x, y = self.frame.neck_point
        foot = AXIS + (54 if self.open else 0)
        return trace(
            (x, y),
            (x - 18, y + (self.close - y) * 0.6, foot, self.close),
            (foot, self.frame.length + 8),
        )

    def _draw_fronts(self, easel: Easel, cloth: Cloth) -> None:
        frame, edge = self.frame, self._edge()
        right = np.vstack([edge[::-1], frame.shoulder_to_armpit(), frame.side()[1:], [edge[-1]]])
        if not self.open:
            body = draw_body(easel, frame.outline(edge[:15][::-1]), cloth, frame)
            hem = frame.hem_line()[::-1] - (0, 20)
            draw_ribs(easel, whole(hem), 44, body)
            return
        for panel, flip in zip(easel.pair(right, cloth), (False, True), strict=True):
            hem = trace((edge[-1][0], frame.length - 16), (AXIS + frame.hem, frame.length - 22))
            draw_ribs(easel, mirrored(hem) if flip else hem, 44, panel)
            x, y = frame.armpit
            crease = trace((x - 10, y + 8), (x - 44, y + 70, x - 50, y + 190))
            easel.folds([mirrored(crease) if flip else crease], panel)

    def _draw_band(self, easel: Easel, cloth: Cloth) -> None:
        """The button band, which runs round the neck and down both edges."""
        edge, (x, y) = self._edge(), self.frame.neck_point
        draw_band(
            easel,
            whole(trace((AXIS, y + 6), (AXIS + self.frame.neck * 0.7, y + 5, x, y - 3))),
            20,
            cloth.shaded(0.12),
            ribs=True,
        )
        plain = cloth.solid().of("plain")
        draw_band(easel, mirrored(edge), 28, plain, ribs=True)
        draw_band(easel, edge, 28, plain, ribs=True)
        if not self.open:
            places = fastenings.button_column(
                AXIS + 1, self.close + 14, self.frame.length - 34, self.count
            )
            fastenings.draw_buttons(easel, places, self.buttons, 9)
