"""Jumpers, cardigans, sweatshirts and hoodies."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, resampled, shifted, spline, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_band, draw_body, draw_inside, draw_ribs, whole
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.palette import RGB, light_of, shadow_of

LOOSE = Frame(shoulder=182, chest=200, waist=196, hem=186, length=870, armhole=190)
KNIT_SLEEVE = Sleeve(length=505, width=92, angle=13, cuff=58, ribbed=True, fullness=8)


@dataclass(frozen=True)
class Jumper:
    frame: Frame = LOOSE
    sleeve: Sleeve = KNIT_SLEEVE
    neck: str = "crew"  # crew, v, boat, roll or mock
    depth: float = 66
    cables: bool = False
    yoke: RGB | None = None  # colour of a patterned yoke
    hem: float = 54  # height of the ribbed hem

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        kind, depth = (
            (self.neck, self.depth) if self.neck in ("v", "boat") else ("crew", self.depth)
        )
        neckline = frame.neckline(kind, depth)
        draw_inside(easel, frame, cloth)
        if not self.sleeve.raglan:
            draw_sleeves(easel, frame, self.sleeve, cloth)
        body = draw_body(easel, frame.outline(neckline), cloth, frame)
        if self.yoke:
            draw_yoke(easel, frame, body, self.yoke)
        if self.cables:
            draw_cables(easel, frame, body)
        if self.sleeve.raglan:
            draw_sleeves(easel, frame, self.sleeve, cloth)
        draw_ribbed_hem(easel, frame, cloth, self.hem)
        self._draw_neck(easel, neckline, cloth)

    def _draw_neck(self, easel: Easel, neckline: Points, cloth: Cloth) -> None:
        if self.neck in ("roll", "mock"):
            collars.draw_roll_neck(easel, self.frame, cloth, 70 if self.neck == "roll" else 34)
        else:
            width = 12 if self.neck == "boat" else 22
            collars.draw_crew(easel, self.frame, neckline, cloth, width)


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


@dataclass(frozen=True)
class Hoodie:
    frame: Frame = Frame(
        shoulder=182, chest=200, waist=196, hem=186, length=880, armhole=188, top=290
    )
    sleeve: Sleeve = Sleeve(length=480, width=98, angle=13, cuff=54, ribbed=True, fullness=8)
    zipped: bool = False
    cords: RGB = (240, 236, 228)

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        draw_sleeves(easel, frame, self.sleeve, cloth)
        body = draw_body(easel, frame.outline(frame.neckline("crew", 50)), cloth, frame)
        pockets.draw_kangaroo(easel, cloth, frame.length - 270, frame.length - 54)
        draw_ribbed_hem(easel, frame, cloth, 50)
        if self.zipped:
            fastenings.draw_zip(
                easel,
                trace((AXIS, frame.top + 92), (AXIS, frame.length + 12)),
                tape=body.cloth.shaded().colour,
            )
        collars.draw_hood(easel, frame, cloth, cloth)
        y = frame.top + 66
        cord = trace((AXIS + 34, y), (AXIS + 44, y + 50, AXIS + 36, y + 124))
        other = mirrored(cord) * (1, 1.04) - (0, y * 0.04)
        fastenings.draw_drawcord(easel, [cord, other], self.cords)


def draw_ribbed_hem(easel: Easel, frame: Frame, cloth: Cloth, height: float) -> None:
    """A ribbed band at the bottom, drawn in a little."""
    half = trace(
        (AXIS, frame.length + frame.dip - height),
        (
            AXIS + frame.hem * 0.6,
            frame.length - height + frame.dip,
            AXIS + frame.hem + 1,
            frame.length - height,
        ),
        (AXIS + frame.hem + 1, frame.length - height * 0.6, AXIS + frame.hem - 8, frame.length + 4),
        (AXIS + frame.hem * 0.5, frame.length + frame.dip + 3, AXIS, frame.length + frame.dip + 3),
    )
    band = easel.panel(symmetric(half), cloth.solid().of("plain"), volume=0.7, line=1.4)
    middle = trace(
        (AXIS, frame.length + frame.dip - height / 2),
        (
            AXIS + frame.hem * 0.6,
            frame.length - height / 2 + frame.dip,
            AXIS + frame.hem,
            frame.length - height / 2,
        ),
    )
    draw_ribs(easel, whole(middle), height * 1.05, band)


def draw_cables(easel: Easel, frame: Frame, body: Panel) -> None:
    """Twisted cables down the front, each between two purl ridges."""
    top, bottom = frame.top + 40, frame.length - 50
    heights = np.linspace(top, bottom, 90)
    for x in (AXIS - 104, AXIS, AXIS + 104):
        wave = 17 * np.sin((heights - top) * 2 * np.pi / 104)
        strands = [np.column_stack([x + side * wave, heights]) for side in (-1, 1)]
        cloth = body.cloth
        easel.lines(
            [shifted(s, 4, 2) for s in strands],
            shadow_of(cloth.colour),
            width=19,
            opacity=0.3,
            on=body,
        )
        easel.lines(strands, light_of(cloth.colour), width=13, opacity=0.34, on=body)
        easel.lines(
            [shifted(s, dx, 0) for s in strands for dx in (-8, 8)],
            cloth.seam,
            width=1.5,
            opacity=0.42,
            on=body,
        )
        ridges = [trace((x + dx, top - 20), (x + dx, bottom)) for dx in (-36, 36)]
        easel.lines(ridges, shadow_of(cloth.colour), width=5, opacity=0.3, on=body)


def draw_yoke(easel: Easel, frame: Frame, body: Panel, colour: RGB) -> None:
    """Rings of small motifs around the neck, as in the knitting of the north."""
    for ring, (reach, size) in enumerate(((92, 6), (116, 10), (146, 14), (178, 9), (202, 5))):
        turn = np.radians(np.linspace(2, 178, 120))
        arc = spline(
            [
                (
                    AXIS + (frame.neck + reach) * np.cos(a),
                    frame.top - 26 + (reach + 26) * np.sin(a) * 1.06,
                )
                for a in turn[::8]
            ]
        )
        places = resampled(arc, int(reach / size * 1.55))
        tall = size * (1.25 if ring % 2 else 0.9)
        motif = np.array([[0, -tall], [size * 0.62, 0], [0, tall], [-size * 0.62, 0]])
        easel.shapes([motif + place for place in places], colour, opacity=0.92, on=body)
