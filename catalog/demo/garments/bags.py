"""Bags: totes, shoulder bags, bucket bags and backpacks."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    box,
    ellipse,
    mirrored,
    parallel,
    ribbon,
    shifted,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings
from catalog.demo.garments.bodice import whole
from catalog.demo.palette import BRASS, RGB


@dataclass(frozen=True)
class Tote:
    top: float = 500
    bottom: float = 950
    upper: float = 262  # half widths at the rim and at the base
    lower: float = 222
    drop: float = 270  # height of the handles above the rim
    handles: RGB | None = None
    base: RGB | None = None  # a base of another colour
    pocket: bool = False
    metal: RGB | None = None

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        leather = cloth.dyed(self.handles).of("leather") if self.handles else cloth.solid()
        back = self._handle(-26)
        easel.panel(ribbon(back, 20), leather.shaded(0.2), volume=0.6)
        rim = trace(
            (AXIS, self.top - 24),
            (AXIS + self.upper * 0.8, self.top - 22, AXIS + self.upper - 2, self.top),
            (AXIS + self.upper * 0.7, self.top + 20, AXIS, self.top + 20),
        )
        easel.panel(symmetric(rim), cloth.shaded(0.36), volume=0, line=1.3)
        bag = easel.panel(self._outline(), cloth, volume=1.2)
        self._draw_details(easel, cloth, bag)
        front = self._handle(0)
        easel.panel(ribbon(front, 22), leather, volume=0.8, lift=5)
        self._draw_tabs(easel, leather)

    def _handle(self, rise: float):
        x = AXIS + self.upper * 0.46
        return whole(
            trace(
                (AXIS, self.top - self.drop + rise),
                (x, self.top - self.drop + rise, x, self.top - 60),
                (x, self.top + 58),
            )
        )

    def _outline(self):
        half = trace(
            (AXIS, self.top + 14),
            (AXIS + self.upper * 0.7, self.top + 14, AXIS + self.upper, self.top),
            (AXIS + self.upper - 2, self.top + 200, AXIS + self.lower + 6, self.bottom - 30),
            (AXIS + self.lower, self.bottom, AXIS + self.lower - 30, self.bottom),
            (AXIS, self.bottom + 6),
        )
        return symmetric(half)

    def _draw_details(self, easel: Easel, cloth: Cloth, bag: Panel) -> None:
        hem = whole(
            trace(
                (AXIS, self.top + 44),
                (AXIS + self.upper * 0.7, self.top + 44, AXIS + self.upper, self.top + 30),
            )
        )
        easel.lines([hem], cloth.seam, width=1.5, opacity=0.55, on=bag)
        folds = [
            trace(
                (AXIS + self.upper - 40, self.top + 50),
                (AXIS + self.upper - 70, self.top + 180, AXIS + self.lower - 40, self.bottom - 120),
            ),
            trace(
                (AXIS - self.upper + 60, self.top + 60),
                (AXIS - self.upper + 80, self.top + 160, AXIS - self.upper + 70, self.top + 260),
            ),
        ]
        easel.folds(folds, bag)
        if self.base:
            y = self.bottom - 96
            floor = symmetric(
                trace(
                    (AXIS, y + 8),
                    (AXIS + 300, y),
                    (AXIS + 300, self.bottom + 20),
                    (AXIS, self.bottom + 20),
                )
            )
            easel.shapes([floor], self.base, on=bag)
            easel.lines(
                [whole(trace((AXIS, y + 8), (AXIS + 280, y)))],
                cloth.seam,
                width=2,
                opacity=0.6,
                on=bag,
            )
        if self.pocket:
            pouch = box(AXIS - 92, self.top + 140, AXIS + 92, self.top + 300, 10)
            panel = easel.panel(pouch, cloth, volume=0.5, lift=3)
            easel.lines(
                [trace((AXIS - 92, self.top + 162), (AXIS + 92, self.top + 162))],
                cloth.seam,
                width=1.4,
                opacity=0.5,
                on=panel,
            )

    def _draw_tabs(self, easel: Easel, leather: Cloth) -> None:
        x = AXIS + self.upper * 0.46
        tab = box(x - 19, self.top + 24, x + 19, self.top + 96, 6)
        for panel, flip in zip(
            easel.pair(tab, leather, volume=0.6, lift=3), (False, True), strict=True
        ):
            cross = [
                trace((x - 13, self.top + 34), (x + 13, self.top + 86)),
                trace((x + 13, self.top + 34), (x - 13, self.top + 86)),
            ]
            easel.lines(
                [mirrored(c) if flip else c for c in cross],
                leather.seam,
                width=1.4,
                opacity=0.6,
                on=panel,
            )
        if self.metal:
            for side in (1, -1):
                easel.lines(
                    [ellipse((AXIS + side * self.upper * 0.46, self.top + 16), 17, 17)],
                    self.metal,
                    width=6,
                    opacity=1.0,
                )


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

    def _body(self):
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

    def _flap(self):
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


def _spaced(line, gap: float):
    from catalog.demo.curves import resampled

    length = np.hypot(*np.diff(line, axis=0).T).sum()
    return resampled(line, int(length / gap))


@dataclass(frozen=True)
class Backpack:
    pocket: RGB | None = None
    roll_top: bool = False
    straps: RGB | None = None
    metal: RGB = BRASS

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        leather = (
            cloth.dyed(self.straps).of("leather") if self.straps else cloth.solid().shaded(0.1)
        )
        strap = trace((AXIS + 118, 380), (AXIS + 268, 520, AXIS + 214, 900))
        easel.pair(ribbon(strap, [50, 54, 26]), leather, volume=0.7)
        easel.panel(
            ribbon(whole(trace((AXIS, 262), (AXIS + 54, 262, AXIS + 50, 330))), 20),
            leather,
            volume=0.7,
        )
        body = easel.panel(self._body(), cloth, volume=1.2)
        self._draw_top(easel, cloth, leather, body)
        pouch = cloth.dyed(self.pocket) if self.pocket else cloth
        panel = easel.panel(box(AXIS - 150, 640, AXIS + 150, 890, 44), pouch, volume=0.8, lift=6)
        fastenings.draw_zip(
            easel,
            trace((AXIS - 128, 690), (AXIS, 682, AXIS + 128, 690)),
            metal=self.metal,
            tape=pouch.shaded(0.3).colour,
            on=panel,
        )
        easel.fill(box(AXIS - 40, 760, AXIS + 40, 800, 6), leather.colour)

    def _body(self):
        half = trace(
            (AXIS, 310),
            (AXIS + 150, 308, AXIS + 190, 380, AXIS + 200, 520),
            (AXIS + 212, 760, AXIS + 200, 880),
            (AXIS + 192, 930, AXIS + 130, 932),
            (AXIS, 936),
        )
        return symmetric(half)

    def _draw_top(self, easel: Easel, cloth: Cloth, leather: Cloth, body: Panel) -> None:
        if self.roll_top:
            roll = box(AXIS - 176, 318, AXIS + 176, 396, 34)
            easel.panel(roll, cloth, lift=6)
            for side in (1, -1):
                x = AXIS + side * 92
                easel.panel(box(x - 13, 314, x + 13, 560, 6), leather, volume=0.5, lift=3)
                easel.lines([box(x - 19, 500, x + 19, 534, 5)], self.metal, width=5, opacity=1.0)
            return
        arch = trace(
            (AXIS - 178, 560), (AXIS - 176, 356, AXIS, 352), (AXIS + 176, 356, AXIS + 178, 560)
        )
        fastenings.draw_zip(easel, arch, metal=self.metal, tape=cloth.shaded(0.3).colour, on=body)
