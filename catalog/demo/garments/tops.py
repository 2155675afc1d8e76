"""T-shirts, shirts and blouses."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import SHORT, Sleeve, draw_sleeves
from catalog.demo.palette import RGB


@dataclass(frozen=True)
class TShirt:
    frame: Frame = Frame()
    sleeve: Sleeve | None = SHORT
    neck: str = "crew"
    depth: float = 74
    pocket: bool = False
    polo: bool = False
    contrast: RGB | None = None  # colour of the trims of a ringer or the collar of a polo

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        trim = cloth.dyed(self.contrast) if self.contrast else cloth.solid()
        frame = self.frame
        neckline = frame.neckline(self.neck, 42 if self.polo else self.depth)
        draw_inside(easel, frame, cloth)
        if self.sleeve:
            draw_sleeves(easel, frame, self.sleeve, trim if self.sleeve.raglan else cloth)
        body = draw_body(easel, frame.outline(neckline), cloth, frame)
        draw_hem(easel, frame, body)
        if self.pocket:
            pockets.draw_patch(easel, pockets.patch(AXIS + 44, frame.armpit[1] - 62, 82, 92), cloth)
        if self.polo:
            self._draw_polo(easel, cloth, trim)
        else:
            collars.draw_crew(easel, frame, neckline, trim, 16 if self.neck != "boat" else 9)

    def _draw_polo(self, easel: Easel, cloth: Cloth, trim: Cloth) -> None:
        top = self.frame.top + 34
        fastenings.draw_placket(easel, cloth.solid(), top, top + 138, 15)
        fastenings.draw_buttons(
            easel, fastenings.button_column(AXIS, top + 46, top + 116, 2), (238, 232, 222), 6
        )
        collars.draw_shirt_collar(easel, self.frame, trim, spread=72, fall=52)


@dataclass(frozen=True)
class Shirt:
    frame: Frame = Frame(chest=186, waist=178, hem=184, length=900)
    sleeve: Sleeve = Sleeve(length=505, width=84, angle=13, cuff=46)
    collar: str = "pointed"
    hem: str = "shirttail"
    pocket: str = "one"  # none, one, or two with flaps
    buttons: RGB = (240, 235, 226)
    popover: bool = False  # closed from the chest down

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        draw_inside(easel, frame, cloth)
        draw_sleeves(easel, frame, self.sleeve, cloth)
        body = draw_body(easel, frame.outline(frame.neckline("v", 62), self.hem), cloth, frame)
        draw_hem(easel, frame, body, self.hem)
        self._draw_yoke(easel, body)
        self._draw_front(easel, cloth)
        self._draw_pockets(easel, cloth)
        if self.collar == "band":
            collars.draw_band_collar(easel, frame, cloth)
        else:
            spread = {"pointed": 62, "cutaway": 84, "camp": 96}[self.collar]
            collars.draw_shirt_collar(
                easel, frame, cloth, spread=spread, fall=94 if spread > 90 else 76
            )

    def _draw_yoke(self, easel: Easel, body: Panel) -> None:
        x, y = self.frame.shoulder_tip
        seam = trace((x - 14, y + 26), (AXIS + 90, y + 18, AXIS + 34, y + 10))
        easel.lines([seam, mirrored(seam)], body.cloth.seam, width=1.4, opacity=0.5, on=body)

    def _draw_front(self, easel: Easel, cloth: Cloth) -> None:
        top = self.frame.top + 40
        bottom = (
            top + 210
            if self.popover
            else self.frame.length + (43 if self.hem == "shirttail" else 7)
        )
        fastenings.draw_placket(easel, cloth, top, bottom)
        count = 3 if self.popover else 7
        places = fastenings.button_column(
            AXIS, top + 34, bottom - (24 if self.popover else 70), count
        )
        fastenings.draw_buttons(easel, places, self.buttons, 6)

    def _draw_pockets(self, easel: Easel, cloth: Cloth) -> None:
        y = self.frame.armpit[1] - 66
        if self.pocket == "none":
            return
        pockets.draw_patch(easel, pockets.patch(AXIS + 48, y, 88, 104), cloth)
        if self.pocket == "two":
            pockets.draw_patch(easel, pockets.patch(AXIS - 136, y, 88, 104), cloth)
            for x in (AXIS + 46, AXIS - 138):
                pockets.draw_flap(easel, x, y - 6, 92, cloth, 34)


@dataclass(frozen=True)
class Blouse:
    frame: Frame = Frame(
        top=280, neck=62, shoulder=150, chest=160, waist=152, hem=172, length=850, armhole=160
    )
    sleeve: Sleeve = Sleeve(length=470, width=70, fullness=46, cuff=34, crown=14)
    neck: str = "v"
    depth: float = 150
    tie: bool = False  # a bow at the neck
    frill: bool = False
    buttons: RGB | None = None
    peplum: bool = False

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame, neckline = self.frame, self.frame.neckline(self.neck, self.depth)
        draw_inside(easel, frame, cloth, drop=self.depth + 70)
        draw_sleeves(easel, frame, self.sleeve, cloth)
        body = draw_body(easel, frame.outline(neckline), cloth, frame, drape=1.3)
        draw_hem(easel, frame, body)
        self._draw_gathers(easel, body, neckline)
        if self.buttons:
            easel.lines(
                [trace((AXIS, frame.top + self.depth), (AXIS, frame.length + 6))],
                cloth.seam,
                width=1.6,
                opacity=0.6,
                on=body,
            )
            places = fastenings.button_column(
                AXIS + 8, frame.top + self.depth + 26, frame.length - 60, 6
            )
            fastenings.draw_buttons(easel, places, self.buttons, 5)
        collars.draw_binding(easel, neckline, cloth)
        if self.frill:
            draw_frill(easel, neckline, cloth)
        if self.tie:
            draw_bow(easel, cloth, frame.top + self.depth * 0.9)

    def _draw_gathers(self, easel: Easel, body: Panel, neckline: Points) -> None:
        starts = [neckline[int(len(neckline) * share)] for share in (0.35, 0.55, 0.75)]
        gathers = [
            trace(tuple(p), (p[0] + 10, p[1] + 60, p[0] + 14 + i * 8, p[1] + 150))
            for i, p in enumerate(starts)
        ]
        easel.folds([*gathers, *map(mirrored, gathers)], body, depth=0.6)


def draw_hem(easel: Easel, frame: Frame, body: Panel, shape: str = "straight") -> None:
    """The stitched line a finger above the edge."""
    hem = frame.hem_line(shape) - (0, 15)
    easel.lines([hem, mirrored(hem)], body.cloth.seam, width=1.4, opacity=0.5, on=body)


def draw_frill(easel: Easel, neckline: Points, cloth: Cloth, width: float = 34) -> None:
    """A gathered strip along the neckline."""
    from catalog.demo.curves import parallel, resampled

    edge = resampled(neckline, 40)
    wave = width + 6 * np.sin(np.linspace(0, 22, 40))[:, None]
    outer = edge + (parallel(edge, 1) - edge) * wave
    outline = np.vstack([edge, outer[::-1]])
    for panel, flip in zip(easel.pair(outline, cloth, lift=5), (False, True), strict=True):
        pleats = [np.vstack([edge[i], outer[i]]) for i in range(2, 39, 3)]
        pleats = [mirrored(p) for p in pleats] if flip else pleats
        easel.lines(pleats, cloth.seam, width=[1.8, 0.4], opacity=0.45, on=panel)


def draw_bow(easel: Easel, cloth: Cloth, y: float) -> None:
    """A pussy bow: two tails, two loops and the knot."""
    tail = trace(
        (AXIS + 4, y),
        (AXIS + 20, y + 80, AXIS + 14, y + 190),
        (AXIS + 50, y + 176),
        (AXIS + 52, y + 70, AXIS + 18, y),
        (AXIS + 4, y),
    )
    loop = trace(
        (AXIS + 4, y),
        (AXIS + 40, y - 44, AXIS + 108, y - 40, AXIS + 104, y + 2),
        (AXIS + 98, y + 44, AXIS + 40, y + 26, AXIS + 4, y + 8),
    )
    easel.pair(tail, cloth, grain=10, lift=6)
    for panel, flip in zip(easel.pair(loop, cloth, grain=80, lift=7), (False, True), strict=True):
        crease = trace((AXIS + 12, y + 2), (AXIS + 44, y - 8, AXIS + 74, y - 6))
        easel.folds([mirrored(crease) if flip else crease], panel)
    knot = trace(
        (AXIS - 15, y - 12),
        (AXIS, y - 20, AXIS + 15, y - 12),
        (AXIS + 18, y + 6, AXIS + 13, y + 22),
        (AXIS, y + 26, AXIS - 13, y + 22),
        (AXIS - 18, y + 6, AXIS - 15, y - 12),
    )
    easel.panel(knot, cloth, lift=5)
