"""Dresses made of a bodice and a skirt."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, mirrored, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings
from catalog.demo.garments.belts import draw_belt, draw_sash
from catalog.demo.garments.bodice import Frame, draw_inside
from catalog.demo.garments.skirt_shape import (
    SkirtShape,
    draw_fall,
    draw_hem_stitch,
    draw_pleats,
    draw_tiers,
)
from catalog.demo.garments.skirts import draw_wrap_edge
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.garments.trimmings import draw_bow, draw_frill
from catalog.demo.palette import RGB

BODICE = Frame(
    top=168,
    neck=58,
    shoulder=126,
    slope=34,
    armhole=132,
    chest=136,
    waist=120,
    hem=112,
    length=468,
    dip=6,
)


FALL = SkirtShape(top=462, waist=112, hip=176, hem=236, length=1020, dip=24)


PUFF = Sleeve(length=128, width=104, angle=30, fullness=34, cuff=22, crown=16)


@dataclass(frozen=True)
class Dress:
    frame: Frame = BODICE
    skirt: SkirtShape = FALL
    sleeve: Sleeve | None = PUFF
    neck: str = "crew"
    depth: float = 60
    pleats: int = 0
    tiers: tuple[float, ...] = ()
    waist: str = "seam"  # seam, belt, sash or none
    front: str = "plain"  # plain, wrap, shirt (collar and buttons) or buttoned
    buttons: RGB = (238, 232, 222)
    belt: RGB | None = None
    frill: bool = False
    bow: bool = False
    contrast: RGB | None = None  # colour of the collar

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        neckline = frame.neckline("v" if self.front in ("wrap", "shirt") else self.neck, self.depth)
        draw_inside(easel, frame, cloth, drop=self.depth + 60)
        if self.sleeve:
            draw_sleeves(easel, frame, self.sleeve, cloth)
        self._draw_skirt(easel, cloth)
        bodice = easel.panel(frame.outline(neckline), cloth)
        self._draw_darts(easel, bodice)
        self._draw_front(easel, cloth, bodice)
        self._draw_waist(easel, cloth)
        if self.front == "shirt":
            trim = cloth.dyed(self.contrast) if self.contrast else cloth
            collars.draw_shirt_collar(
                easel, frame, trim, spread=54, fall=60, rise=14, opening=self.depth * 0.62
            )
        else:
            collars.draw_binding(easel, neckline, cloth)
        if self.frill:
            draw_frill(easel, neckline, cloth, 28)
        if self.bow:
            draw_bow(easel, cloth, frame.top + self.depth)

    def _draw_skirt(self, easel: Easel, cloth: Cloth) -> None:
        skirt = easel.panel(self.skirt.outline(), cloth)
        if self.pleats:
            draw_pleats(easel, self.skirt, skirt, self.pleats)
        else:
            draw_fall(easel, self.skirt, skirt)
        if self.tiers:
            draw_tiers(easel, self.skirt, skirt, self.tiers)
        if self.front == "wrap":
            draw_wrap_edge(easel, self.skirt, skirt)
        draw_hem_stitch(easel, self.skirt, skirt)

    def _draw_darts(self, easel: Easel, bodice: Panel) -> None:
        foot, (x, y) = self.frame.length, self.frame.armpit
        dart = trace((AXIS + 62, foot - 4), (AXIS + 60, foot - 60, AXIS + 70, foot - 112))
        crease = trace((x - 6, y + 6), (x - 40, y + 26, x - 58, y + 84))
        easel.folds([dart, mirrored(dart), crease, mirrored(crease)], bodice, depth=0.8)

    def _draw_front(self, easel: Easel, cloth: Cloth, bodice: Panel) -> None:
        frame = self.frame
        if self.front == "wrap":
            neckline = frame.neckline("v", self.depth)
            lower = (AXIS - frame.hem * 0.74, frame.length)
            edge = trace(tuple(neckline[0] + (6, -8)), (AXIS - 40, frame.length - 70, *lower))
            easel.soft(
                [np.vstack([edge, edge[::-1] - (26, -6)])],
                cloth.shaded(0.5).colour,
                blur=8,
                opacity=0.4,
                on=bodice,
            )
            easel.lines([edge], cloth.seam, width=2.0, opacity=0.8, on=bodice)
        elif self.front in ("shirt", "buttoned"):
            low = self.skirt.length + self.skirt.dip
            top = frame.top + (self.depth if self.front == "buttoned" else 40)
            fastenings.draw_placket(easel, cloth, top, low, 14)
            count = int((low - top) / 78)
            fastenings.draw_buttons(
                easel, fastenings.button_column(AXIS, top + 36, low - 90, count), self.buttons, 6
            )

    def _draw_waist(self, easel: Easel, cloth: Cloth) -> None:
        if self.waist == "none":
            return
        half, y = self.frame.hem, self.frame.length
        line = trace((AXIS - half - 3, y - 2), (AXIS, y + 16, AXIS + half + 3, y - 2))
        if self.waist == "seam":
            easel.lines([line], cloth.seam, width=1.8, opacity=0.7)
        elif self.waist == "belt":
            draw_belt(easel, line, Cloth(self.belt, texture="leather") if self.belt else cloth)
        else:
            draw_sash(easel, line, cloth.solid().shaded(0.04))
