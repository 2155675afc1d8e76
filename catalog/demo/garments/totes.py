"""Tote bags."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    Points,
    box,
    ellipse,
    mirrored,
    ribbon,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import whole
from catalog.demo.palette import RGB


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

    def _handle(self, rise: float) -> Points:
        x = AXIS + self.upper * 0.46
        return whole(
            trace(
                (AXIS, self.top - self.drop + rise),
                (x, self.top - self.drop + rise, x, self.top - 60),
                (x, self.top + 58),
            )
        )

    def _outline(self) -> Points:
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
            self._draw_base(easel, cloth, bag, self.base)
        if self.pocket:
            self._draw_pocket(easel, cloth)

    def _draw_base(self, easel: Easel, cloth: Cloth, bag: Panel, colour: RGB) -> None:
        y = self.bottom - 96
        floor = symmetric(
            trace(
                (AXIS, y + 8),
                (AXIS + 300, y),
                (AXIS + 300, self.bottom + 20),
                (AXIS, self.bottom + 20),
            )
        )
        easel.shapes([floor], colour, on=bag)
        easel.lines(
            [whole(trace((AXIS, y + 8), (AXIS + 280, y)))],
            cloth.seam,
            width=2,
            opacity=0.6,
            on=bag,
        )

    def _draw_pocket(self, easel: Easel, cloth: Cloth) -> None:
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
