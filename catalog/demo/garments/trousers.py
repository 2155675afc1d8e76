"""Jeans, trousers and shorts."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    Points,
    ellipse,
    mirrored,
    parallel,
    ribbon,
    shifted,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings, pockets
from catalog.demo.garments.legs import Legs
from catalog.demo.palette import BRASS, RGB

STANDARD_LEGS = Legs()


@dataclass(frozen=True)
class Trousers:
    legs: Legs = STANDARD_LEGS
    style: str = "tailored"  # tailored, jeans, chino, cargo or drawstring
    stitch: RGB | None = None
    fade: float = 0.0  # strength of a wash's fading
    pleats: bool = False
    turn_up: float = 0.0
    ribbed: bool = False  # cuffs of joggers
    band: float = 38
    metal: RGB = BRASS
    ripped: bool = False

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        left = easel.panel(mirrored(self.legs.leg()), cloth, grain=-3)
        right = easel.panel(self.legs.leg(), cloth, grain=3)
        for panel, flip in ((right, False), (left, True)):
            self._draw_leg(easel, panel, flip)
        self._draw_fly(easel, right)
        self._draw_pockets(easel, right, left)
        self._draw_ends(easel, cloth)
        self._draw_waistband(easel, cloth)

    def _draw_leg(self, easel: Easel, leg: Panel, flip: bool) -> None:
        if self.fade:
            self._draw_fading(easel, leg, flip)
        easel.folds([_turned(path, flip) for path in self._folds()], leg, depth=0.9)
        if self.style == "tailored":
            self._draw_crease(easel, leg, flip)
        if self.ripped:
            self._draw_rip(easel, leg, flip)

    def _draw_fading(self, easel: Easel, leg: Panel, flip: bool) -> None:
        """Where a wash has paled the thigh and the knee."""
        widths: list[float] = [40, 78, 70, 40] if self.legs.length > 800 else [70]
        patch = ribbon(self.legs.crease(0.5), widths)
        easel.soft([_turned(patch, flip)], (238, 242, 246), blur=30, opacity=self.fade, on=leg)

    def _folds(self) -> list[Points]:
        """Creases of the right leg: at the crotch and, on a long leg, at knee and ankle."""
        legs, low = self.legs, self.legs.crotch
        folds = [
            trace((AXIS + 12, low + 6), (AXIS + 50, low + 2, AXIS + 96, low - 26)),
            trace((AXIS + 16, low + 34), (AXIS + 54, low + 40, AXIS + 92, low + 26)),
        ]
        if legs.length - low <= 300:
            return folds
        starts = (legs.inner()[i] for i in (13, 16, 26))
        return folds + [trace((x, y), (x + 30, y + 4, x + 58, y - 10)) for x, y in starts]

    def _draw_crease(self, easel: Easel, leg: Panel, flip: bool) -> None:
        """The pressed line down the front and the shade behind it."""
        crease = self.legs.crease(0.5)
        shade = np.vstack([shifted(crease, 3, 0), shifted(crease[::-1], 24, 0)])
        colour = leg.cloth.shaded(0.5).colour
        easel.soft([_turned(shade, flip)], colour, blur=9, opacity=0.24, on=leg)
        line = [_turned(crease, flip)]
        easel.lines(line, leg.cloth.seam, width=[0.4, 1.8, 1.6], opacity=0.55, on=leg)

    def _draw_rip(self, easel: Easel, leg: Panel, flip: bool) -> None:
        x, y = self.legs.crease(0.5)[18 if flip else 22]
        for dy, half in ((0, 34), (13, 40), (26, 30)):
            slot = ellipse((float(x), float(y + dy)), half, 4.5)
            easel.shapes([mirrored(slot) if flip else slot], (236, 236, 232), opacity=0.85, on=leg)

    def _draw_fly(self, easel: Easel, right: Panel) -> None:
        legs, colour = self.legs, self.stitch or right.cloth.seam
        easel.lines(
            [trace((AXIS, legs.top + 8), (AXIS + 1, legs.crotch))],
            right.cloth.seam,
            width=2,
            opacity=0.7,
        )
        curve = trace(
            (AXIS + 27, legs.top + 8),
            (AXIS + 27, legs.top + 130),
            (AXIS + 26, legs.top + 170, AXIS + 2, legs.top + 184),
        )
        if self.stitch:
            fastenings.draw_topstitch(easel, [curve, parallel(curve, -6)], colour, on=right)
        elif self.style != "drawstring":
            easel.lines([curve], colour, width=1.3, opacity=0.5, on=right)

    def _draw_pockets(self, easel: Easel, right: Panel, left: Panel) -> None:
        legs = self.legs
        if self.style in ("jeans",):
            slit = pockets.jeans_pocket(legs.waist + 16, legs.top + 6)
        else:
            slit = trace(
                (AXIS + legs.waist - 34, legs.top + 8), (AXIS + legs.waist + 22, legs.top + 148)
            )
        for panel, path in ((right, slit), (left, mirrored(slit))):
            easel.lines([path], panel.cloth.seam, width=2.4, opacity=0.8, on=panel)
            edge = parallel(path, 8 if panel is right else -8)
            if self.stitch:
                fastenings.draw_topstitch(easel, [edge], self.stitch, on=panel)
            else:
                easel.lines([edge], panel.cloth.seam, width=1.2, opacity=0.4, on=panel)
        if self.style == "cargo":
            self._draw_cargo(easel, right.cloth)
        if self.pleats:
            folds = [
                trace(
                    (AXIS + dx, legs.top + 8),
                    (AXIS + dx + 2, legs.top + 80, AXIS + dx + 8, legs.top + 170),
                )
                for dx in (48, 72)
            ]
            easel.folds([*folds, *map(mirrored, folds)], right, depth=0.9)
            easel.folds([mirrored(path) for path in folds], left, depth=0.9)

    def _draw_cargo(self, easel: Easel, cloth: Cloth) -> None:
        short = self.legs.length < 900
        line = self.legs.crease(0.12)[2 if short else 9]
        for side in (1, -1):
            x = AXIS + side * (line[0] - AXIS) - (92 if side > 0 else 12)
            pockets.draw_patch(easel, pockets.patch(x, float(line[1]), 104, 116, 2), cloth)
            pockets.draw_flap(easel, x - 3, float(line[1]) - 6, 110, cloth, 36)

    def _draw_ends(self, easel: Easel, cloth: Cloth) -> None:
        legs = self.legs
        outer, inner = legs.outer(), legs.inner()
        above = self.turn_up or (34 if self.ribbed else 16)
        hem = trace(
            (outer[-1][0] + 2, legs.length - above),
            (AXIS + legs.stance, legs.length - above + 9, inner[-1][0] - 2, legs.length - above),
        )
        if self.turn_up or self.ribbed:
            low = shifted(hem[::-1], 0, above + 2)
            made_of = cloth.shaded(-0.08) if self.turn_up and self.stitch else cloth.solid()
            cuffs = easel.pair(np.vstack([hem, low]), made_of, volume=0.6, lift=3)
            for panel, middle in zip(cuffs, (AXIS + legs.stance, AXIS - legs.stance), strict=True):
                if self.ribbed:
                    ticks = [
                        trace((x, legs.length - above), (x, legs.length + 8))
                        for x in np.arange(-legs.foot, legs.foot, 8) + middle
                    ]
                    easel.lines(ticks, cloth.seam, width=1.5, opacity=0.35, on=panel)
        elif self.stitch:
            fastenings.draw_topstitch(easel, [hem[2:-2], mirrored(hem[2:-2])], self.stitch)
        else:
            easel.lines([hem[1:-1], mirrored(hem[1:-1])], cloth.seam, width=1.4, opacity=0.5)

    def _draw_waistband(self, easel: Easel, cloth: Cloth) -> None:
        legs, top = self.legs, self.legs.top - self.band
        inside = trace(
            (AXIS, top - 8),
            (AXIS + legs.waist * 0.7, top - 8, AXIS + legs.waist - 6, top),
            (AXIS + legs.waist * 0.6, top + 18, AXIS, top + 18),
        )
        easel.panel(symmetric(inside), cloth.shaded(0.36), volume=0, line=1.2)
        half = trace(
            (AXIS, top + 9),
            (AXIS + legs.waist * 0.6, top + 9, AXIS + legs.waist - 5, top),
            (AXIS + legs.waist + 1, legs.top + 3),
            (AXIS + legs.waist * 0.6, legs.top + 12, AXIS, legs.top + 12),
        )
        band = easel.panel(symmetric(half), cloth, volume=0.5, lift=2)
        if self.style == "drawstring":
            self._draw_drawstring(easel, band)
            return
        easel.lines(
            [trace((AXIS, top + 8), (AXIS, legs.top + 12))],
            cloth.seam,
            width=1.6,
            opacity=0.7,
            on=band,
        )
        self._draw_loops(easel, cloth, top)
        easel.disc(
            (AXIS + 13, (top + legs.top) / 2 + 10),
            8.5 if self.stitch else 7.5,
            self.metal if self.stitch else cloth.shaded(0.25).colour,
        )

    def _draw_loops(self, easel: Easel, cloth: Cloth, top: float) -> None:
        for share in (0.46, 0.9):
            x = AXIS + self.legs.waist * share
            lift = 9 * (1 - share)
            loop = trace(
                (x - 5, top - 3 + lift),
                (x + 5, top - 3 + lift),
                (x + 6, self.legs.top + 6 + lift),
                (x - 4, self.legs.top + 6 + lift),
                (x - 5, top - 3 + lift),
            )
            easel.pair(loop, cloth, volume=0.3, lift=2, line=1.3)

    def _draw_drawstring(self, easel: Easel, band: Panel) -> None:
        legs = self.legs
        ticks = [
            trace((x, legs.top - self.band), (x, legs.top + 14))
            for x in np.arange(AXIS - legs.waist, AXIS + legs.waist, 10)
        ]
        easel.lines(ticks, band.cloth.seam, width=1.6, opacity=0.36, on=band)
        y = legs.top - 6
        cords = [
            trace((AXIS + 10, y), (AXIS + 22, y + 50, AXIS + 14, y + 104)),
            trace((AXIS - 10, y), (AXIS - 24, y + 44, AXIS - 18, y + 90)),
        ]
        fastenings.draw_drawcord(easel, cords, (240, 236, 228))


def _turned(path: Points, flip: bool) -> Points:
    return mirrored(path) if flip else path
