"""Blazers and coats with lapels."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.belts import draw_belt, draw_sash
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import Sleeve, SleeveShape, draw_sleeves
from catalog.demo.palette import RGB

BLAZER = Frame(
    shoulder=180, chest=186, waist=166, hem=192, length=880, slope=38, armhole=182, neck=62
)


COAT = Frame(
    top=178,
    neck=58,
    shoulder=158,
    slope=36,
    armhole=166,
    chest=168,
    waist=164,
    hem=200,
    length=1040,
)


STANDARD_SLEEVE = Sleeve(length=505, width=88, angle=13)


@dataclass(frozen=True)
class Tailored:
    """A blazer or a coat with lapels, closed at `close` pixels from the top of the picture."""

    frame: Frame = BLAZER
    sleeve: Sleeve = STANDARD_SLEEVE
    close: float = 560
    lapel: float = 118
    notch: float = 0.36
    peak: bool = False
    double: bool = False
    rounded: bool = True  # the fronts cut away at the hem
    buttons: RGB = (70, 58, 52)
    rows: int = 2
    pocket: str = "flap"  # flap, welt or patch
    belt: str = "none"  # none, sash or buckle
    storm: bool = False  # a trench coat's flap and shoulder straps

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        draw_inside(easel, frame, cloth.shaded(0.12), drop=self.close - frame.top + 30)
        draw_sleeves(easel, frame, self.sleeve, cloth)
        self._draw_cuff_buttons(easel)
        body = draw_body(easel, self._outline(), cloth, frame, drape=0.8)
        self._draw_edge(easel, body)
        self._draw_pockets(easel, cloth)
        if self.storm:
            self._draw_storm(easel, cloth)
        collars.draw_lapels(
            easel, frame, cloth, self.close, width=self.lapel, notch=self.notch, peak=self.peak
        )
        self._draw_buttons(easel)
        self._draw_belt(easel, cloth)

    def _neckline(self) -> Points:
        x, y = self.frame.neck_point
        return trace(
            (AXIS, self.close), (AXIS + self.frame.neck * 0.5, y + (self.close - y) * 0.45, x, y)
        )

    def _outline(self) -> Points:
        frame = self.frame
        if not self.rounded:
            return frame.outline(self._neckline())
        low = frame.length
        hem = trace(
            (AXIS + frame.hem, low),
            (AXIS + 96, low + 10),
            (AXIS + 34, low + 6, AXIS + 12, low - 74),
            (AXIS, low - 190),
        )
        return symmetric(
            np.vstack([self._neckline(), frame.shoulder_to_armpit(), frame.side()[1:], hem[1:]])
        )

    def _draw_edge(self, easel: Easel, body: Panel) -> None:
        """Where the left front lies over the right one."""
        x = AXIS - (64 if self.double else 0)
        foot = self.frame.length - (180 if self.rounded else -8)
        edge = trace((AXIS, self.close), (x, self.close + 36, x, self.close + 80), (x, foot))
        easel.soft(
            [np.vstack([edge, edge[::-1] - (9, 0)])], (30, 24, 30), blur=5, opacity=0.3, on=body
        )
        easel.lines([edge], body.cloth.seam, width=2.0, opacity=0.85, on=body)

    def _draw_buttons(self, easel: Easel) -> None:
        step, columns = 88, (AXIS - 48, AXIS + 48) if self.double else (AXIS + 2,)
        bottom = self.close + 26 + step * (self.rows - 1)
        for x in columns:
            places = fastenings.button_column(x, self.close + 26, bottom, self.rows)
            fastenings.draw_buttons(easel, places, self.buttons, 10)

    def _draw_cuff_buttons(self, easel: Easel) -> None:
        shape = SleeveShape(self.frame, self.sleeve)
        down, end = shape.down, shape.inner_end + shape.out * 18
        places = [end - down * (24 + 17 * i) for i in range(3)]
        both = [*places, *(mirrored(place) for place in places)]
        fastenings.draw_buttons(easel, [(float(x), float(y)) for x, y in both], self.buttons, 6)

    def _draw_pockets(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        y = frame.length - (240 if self.rounded else 330)
        width = frame.hem * 0.5
        for side in (1, -1):
            x = AXIS + side * frame.hem * 0.57
            if self.pocket == "flap":
                pockets.draw_flap(easel, x - width / 2, y + 18, width, cloth, 38)
            elif self.pocket == "patch":
                pockets.draw_patch(easel, pockets.patch(x - width / 2, y, width, 128, 4), cloth)
            else:
                line = trace((x - 40 * side, y - 30), (x + 4 * side, y + 70))
                easel.lines([line], cloth.seam, width=[1, 4, 1], opacity=0.8)
                easel.lines([parallel(line, 9 * side)], cloth.seam, width=1.4, opacity=0.5)
        if self.rounded and not self.double:
            pockets.draw_welt(easel, AXIS + 66, frame.armpit[1] - 40, 78, cloth)

    def _draw_storm(self, easel: Easel, cloth: Cloth) -> None:
        x, y = self.frame.shoulder_tip
        flap = trace(
            (AXIS + 40, y - 20),
            (x - 12, y + 6),
            (x - 26, y + 70, x - 18, y + 122),
            (AXIS + 110, y + 150, AXIS + 52, y + 122),
            (AXIS + 40, y - 20),
        )
        easel.panel(flap, cloth, lift=5, volume=0.6)
        strap = trace(
            (AXIS + 78, y - 26),
            (x - 6, y - 6),
            (x - 4, y + 16),
            (AXIS + 76, y - 4),
            (AXIS + 78, y - 26),
        )
        easel.pair(strap, cloth, lift=4, volume=0.4)
        fastenings.draw_buttons(easel, [(AXIS + 92, y - 12), (AXIS - 92, y - 12)], self.buttons, 6)

    def _draw_belt(self, easel: Easel, cloth: Cloth) -> None:
        y, half = self.frame.waist_height, self.frame.waist
        line = trace((AXIS - half - 2, y), (AXIS, y + 14, AXIS + half + 2, y))
        if self.belt == "sash":
            draw_sash(easel, line, cloth.solid().shaded(0.04), 36)
        elif self.belt == "buckle":
            draw_belt(easel, line, cloth.shaded(0.05), 32)
