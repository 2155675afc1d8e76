"""Dresses: a bodice and a skirt, joined at the waist, or one long slip."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, mirrored, parallel, ribbon, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings
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
from catalog.demo.garments.tops import draw_bow, draw_frill
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
            draw_sash(easel, line, cloth.shaded(0.05) if cloth.print is None else cloth)


@dataclass(frozen=True)
class Slip:
    """A bias-cut dress on thin straps."""

    length: float = 1010
    hem: float = 190
    neck: str = "v"  # v, cowl or straight
    slit: float = 0.0
    lace: RGB | None = None
    straps: float = 7

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        self._draw_straps(easel, cloth)
        back = trace((AXIS, 366), (AXIS + 60, 364, AXIS + 112, 362), (AXIS + 108, 420), (AXIS, 420))
        easel.panel(symmetric(back), cloth.shaded(0.3), volume=0)
        dress = easel.panel(self._outline(), cloth, volume=1.15)
        self._draw_drape(easel, dress)
        if self.lace:
            self._draw_lace(easel, dress, self.lace)
        if self.slit:
            gap = trace(
                (AXIS + 72, self.length - self.slit),
                (AXIS + 104, self.length + 24),
                (AXIS + 70, self.length + 26),
                (AXIS + 72, self.length - self.slit),
            )
            easel.fill(gap, cloth.shaded(0.46).colour)

    def _top(self):
        middle = {"v": 388, "cowl": 376, "straight": 332}[self.neck]
        peak = (AXIS + 82, 306)
        if self.neck == "cowl":
            return trace((AXIS, middle), (AXIS + 58, middle, *peak))
        if self.neck == "straight":
            return trace((AXIS, middle), (AXIS + 60, middle - 2, *peak))
        return trace((AXIS, middle), (AXIS + 30, middle - 36, *peak))

    def _outline(self):
        low = self.length
        half = np.vstack(
            [
                self._top(),
                trace(
                    (AXIS + 82, 306),
                    (AXIS + 92, 348, AXIS + 128, 362),
                    (AXIS + 116, 430, AXIS + 108, 486),
                    (AXIS + 108, 560, AXIS + self.hem * 0.86, low - 240, AXIS + self.hem, low),
                    (AXIS + self.hem * 0.5, low + 24, AXIS, low + 24),
                )[1:],
            ]
        )
        return symmetric(half)

    def _draw_straps(self, easel: Easel, cloth: Cloth) -> None:
        strap = trace((AXIS + 82, 310), (AXIS + 84, 220, AXIS + 60, 170))
        easel.pair(ribbon(strap, self.straps), cloth.solid(), volume=0.4, line=1.2)
        behind = trace((AXIS + 60, 170), (AXIS + 52, 230, AXIS + 66, 352))
        easel.pair(ribbon(behind, self.straps * 0.8), cloth.solid().shaded(0.2), volume=0, line=1.0)

    def _draw_drape(self, easel: Easel, dress: Panel) -> None:
        low = self.length
        falls = [
            trace((AXIS - 60, 500), (AXIS - 96, 700, AXIS - 120, low)),
            trace((AXIS + 46, 540), (AXIS + 70, 760, AXIS + 104, low)),
            trace((AXIS - 6, 620), (AXIS - 20, 800, AXIS - 30, low)),
            trace((AXIS + 100, 490), (AXIS + 60, 520, AXIS + 10, 530)),
            trace((AXIS - 104, 480), (AXIS - 60, 520, AXIS - 20, 526)),
        ]
        easel.folds(falls, dress, depth=1.1)
        if self.neck == "cowl":
            swags = [
                trace((AXIS - 74, 318 + d * 0.5), (AXIS, 380 + d * 1.9, AXIS + 74, 318 + d * 0.5))
                for d in (16, 40, 66)
            ]
            easel.folds(swags, dress, depth=1.3)

    def _draw_lace(self, easel: Easel, dress: Panel, colour: RGB) -> None:
        top = self._top()
        edges = [parallel(line, 0) for line in (top, mirrored(top))]
        hem = trace(
            (AXIS - self.hem - 6, self.length),
            (AXIS, self.length + 46, AXIS + self.hem + 6, self.length),
        ) - (0, 20)
        easel.lines([*edges, hem], colour, width=24, opacity=0.55, on=dress)
        from catalog.demo.curves import ellipse, resampled

        scallops = [
            ellipse((float(x), float(y)), 6, 6)
            for line in (*edges, hem)
            for x, y in resampled(line, max(8, int(np.ptp(line[:, 0]) / 13)))
        ]
        easel.shapes(scallops, colour, opacity=0.8, on=dress)


def draw_belt(easel: Easel, line, cloth: Cloth, width: float = 24) -> None:
    """A belt with a covered buckle in the middle."""
    easel.panel(ribbon(line, width), cloth, volume=0.5, lift=4)
    y = float(line[len(line) // 2][1])
    ring = trace(
        (AXIS - 21, y - 18),
        (AXIS + 21, y - 18),
        (AXIS + 21, y + 18),
        (AXIS - 21, y + 18),
        (AXIS - 21, y - 18),
    )
    easel.lines([ring], (188, 156, 98), width=5, opacity=1.0)
    easel.lines([trace((AXIS - 2, y), (AXIS + 20, y))], (160, 128, 76), width=4, opacity=1.0)


def draw_sash(easel: Easel, line, cloth: Cloth, width: float = 30) -> None:
    """A cloth belt knotted at one side, its ends hanging."""
    easel.panel(ribbon(line, width), cloth, volume=0.6, lift=4)
    x, y = float(line[8][0]) - 4, float(line[8][1]) + 4
    for dx, reach in ((-26, 170), (16, 206)):
        tail = trace((x, y), (x + dx * 0.3, y + reach * 0.5, x + dx, y + reach))
        easel.panel(ribbon(tail, [12, 24, 26]), cloth, grain=4, lift=5)
    for dx in (-62, 56):
        loop = trace(
            (x, y), (x + dx * 0.5, y - 34, x + dx, y - 8), (x + dx * 1.05, y + 22, x, y + 8)
        )
        easel.panel(loop, cloth, grain=70, lift=5)
    easel.panel(
        trace(
            (x - 14, y - 14), (x + 14, y - 15), (x + 13, y + 18), (x - 12, y + 18), (x - 14, y - 14)
        ),
        cloth,
        lift=4,
    )
