"""Leather biker jackets."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings
from catalog.demo.garments.belts import draw_belt
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.palette import BRASS, RGB, STEEL

STANDARD_FRAME = Frame(
    shoulder=172, chest=180, waist=166, hem=170, length=770, armhole=180, neck=62
)


@dataclass(frozen=True)
class Biker:
    """A leather jacket with a slanting zip and wide lapels."""

    frame: Frame = STANDARD_FRAME
    metal: RGB = STEEL

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        draw_inside(easel, frame, cloth, drop=190)
        draw_sleeves(easel, frame, Sleeve(length=490, width=84, angle=14), cloth)
        body = draw_body(easel, frame.outline(frame.neckline("v", 190)), cloth, frame, drape=1.2)
        edge = trace(
            (AXIS + 60, frame.top + 230), (AXIS - 10, frame.top + 350, AXIS - 30, frame.length + 8)
        )
        fastenings.draw_zip(easel, edge, metal=self.metal, tape=cloth.shaded(0.4).colour, on=body)
        self._draw_zip_pockets(easel, body)
        collars.draw_lapels(easel, frame, cloth, frame.top + 250, width=140, notch=0.42)
        y = frame.length - 34
        draw_belt(
            easel,
            trace((AXIS - frame.hem - 2, y), (AXIS, y + 12, AXIS + frame.hem + 2, y)),
            cloth.shaded(0.04),
            36,
        )
        for dx in (-1, 1):
            easel.disc(
                (AXIS + dx * 112, frame.top + 128), 5, BRASS if self.metal == BRASS else STEEL
            )

    def _draw_zip_pockets(self, easel: Easel, body: Panel) -> None:
        low = self.frame.length
        slits = [
            trace((AXIS + 84, low - 190), (AXIS + 138, low - 120)),
            trace((AXIS - 90, low - 190), (AXIS - 142, low - 120)),
            trace((AXIS - 130, low - 300), (AXIS - 62, low - 326)),
        ]
        for slit in slits:
            fastenings.draw_zip(
                easel, slit, metal=self.metal, tape=body.cloth.shaded(0.4).colour, on=body
            )
