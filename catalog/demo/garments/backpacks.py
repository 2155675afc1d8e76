"""Backpacks."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import (
    AXIS,
    Points,
    box,
    ribbon,
    symmetric,
    trace,
)
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings
from catalog.demo.garments.bodice import whole
from catalog.demo.palette import BRASS, RGB


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

    def _body(self) -> Points:
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
