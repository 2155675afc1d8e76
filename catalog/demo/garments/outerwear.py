"""Blazers, jackets and coats."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.dresses import draw_belt, draw_sash
from catalog.demo.garments.knitwear import draw_ribbed_hem
from catalog.demo.garments.quilting import draw_channel
from catalog.demo.garments.sleeves import Sleeve, SleeveShape, draw_sleeves
from catalog.demo.palette import BRASS, RGB, STEEL

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


@dataclass(frozen=True)
class Tailored:
    """A blazer or a coat with lapels, closed at `close` pixels from the top of the picture."""

    frame: Frame = BLAZER
    sleeve: Sleeve = Sleeve(length=505, width=88, angle=13)
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
        for side in (1, -1):
            x = AXIS + side * 118
            if self.pocket == "flap":
                pockets.draw_flap(easel, x - 52, y + 18, 104, cloth, 38, slant=0)
            elif self.pocket == "patch":
                pockets.draw_patch(easel, pockets.patch(x - 56, y, 112, 132, 4), cloth)
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


@dataclass(frozen=True)
class Jacket:
    """A zipped or buttoned casual jacket or coat."""

    frame: Frame = Frame(
        shoulder=184, chest=198, waist=190, hem=184, length=830, armhole=186, neck=68
    )
    sleeve: Sleeve = Sleeve(length=485, width=98, angle=13, cuff=50)
    collar: str = "shirt"  # shirt, stand, ribbed or hood
    closing: str = "zip"  # zip, buttons or toggles
    hem: str = "straight"  # straight, ribbed or band
    pocket: str = "welt"  # welt, chest, patch, flap or none
    quilt: float = 0.0  # height of a quilted channel
    stitch: RGB | None = None
    metal: RGB = STEEL
    lining: RGB | None = None
    trim: RGB | None = None  # another colour for sleeves

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        lining = cloth.dyed(self.lining) if self.lining else cloth.solid()
        sleeves = cloth.dyed(self.trim) if self.trim else cloth
        draw_inside(easel, frame, lining)
        draw_sleeves(easel, frame, self.sleeve, sleeves, self.quilt)
        depth = 38 if self.collar in ("stand", "ribbed") else 54
        body = draw_body(
            easel,
            frame.outline(frame.neckline("crew", depth)),
            cloth,
            frame,
            drape=0.3 if self.quilt else 0.9,
        )
        if self.quilt:
            self._draw_quilting(easel, body)
        if self.hem == "ribbed":
            draw_ribbed_hem(easel, frame, sleeves, 56)
        elif self.hem == "band":
            self._draw_hem_band(easel, cloth)
        self._draw_pockets(easel, cloth, body)
        self._draw_closing(easel, cloth, frame.top + depth)
        self._draw_collar(easel, cloth, lining)

    def _draw_closing(self, easel: Easel, cloth: Cloth, top: float) -> None:
        low = self.frame.length + self.frame.dip
        if self.closing == "zip":
            fastenings.draw_zip(
                easel,
                trace((AXIS, top - 4), (AXIS, low + 2)),
                metal=self.metal,
                tape=cloth.shaded(0.3).colour,
            )
            return
        placket = fastenings.draw_placket(easel, cloth, top - 4, low, 21)
        if self.stitch:
            edges = [trace((AXIS + dx, top), (AXIS + dx, low)) for dx in (-16, 16)]
            fastenings.draw_topstitch(easel, edges, self.stitch, on=placket)
        places = fastenings.button_column(AXIS, top + 40, low - 34, 5)
        if self.closing == "toggles":
            _draw_toggles(easel, places[:4], self.metal)
        else:
            for place in places:
                easel.disc(place, 9, self.metal)

    def _draw_pockets(self, easel: Easel, cloth: Cloth, body: Panel) -> None:
        frame = self.frame
        pit, low = frame.armpit[1], frame.length
        if self.pocket == "welt":
            slit = trace((AXIS + 84, low - 232), (AXIS + 132, low - 108))
            pockets.draw_slits(easel, [slit, parallel(slit, 14)], on=body, cloth=cloth)
        for x in (AXIS + 54, AXIS - 150):
            if self.pocket in ("chest", "both"):
                pockets.draw_patch(easel, pockets.patch(x, pit - 50, 96, 108, 18), cloth)
                pockets.draw_flap(easel, x - 2, pit - 56, 100, cloth, 38)
                easel.disc((x + 48, pit - 32), 7, self.metal)
            if self.pocket in ("patch", "chore"):
                pockets.draw_patch(easel, pockets.patch(x - 8, low - 232, 118, 150, 6), cloth)
            if self.pocket in ("flap", "both"):
                pockets.draw_flap(easel, x - 10, low - 196, 116, cloth, 46)
        if self.pocket == "chore":
            pockets.draw_patch(easel, pockets.patch(AXIS + 58, pit - 50, 88, 100, 6), cloth)
        if self.stitch:
            self._draw_seams(easel, body, self.stitch)

    def _draw_seams(self, easel: Easel, body: Panel, colour: RGB) -> None:
        frame = self.frame
        pit = frame.armpit[1]
        yoke = trace((AXIS + frame.shoulder - 18, pit - 72), (AXIS + 10, pit - 66))
        legs = [
            trace((AXIS + 66 + dx, pit + 60), (AXIS + 52 + dx * 0.4, frame.length - 40))
            for dx in (0, 66)
        ]
        paths = [yoke, *legs]
        both = [*paths, *(mirrored(path) for path in paths)]
        easel.lines(both, body.cloth.seam, width=1.6, opacity=0.6, on=body)
        fastenings.draw_topstitch(easel, [parallel(path, 6) for path in both], colour, on=body)

    def _draw_hem_band(self, easel: Easel, cloth: Cloth) -> None:
        frame = self.frame
        half = trace(
            (AXIS, frame.length - 38),
            (AXIS + frame.hem + 2, frame.length - 46),
            (AXIS + frame.hem + 2, frame.length + 2),
            (AXIS + frame.hem * 0.5, frame.length + 12, AXIS, frame.length + 12),
        )
        band = easel.panel(symmetric(half), cloth, volume=0.4, lift=2)
        if self.stitch:
            line = trace(
                (AXIS - frame.hem, frame.length - 38),
                (AXIS, frame.length - 30, AXIS + frame.hem, frame.length - 38),
            )
            fastenings.draw_topstitch(easel, [line], self.stitch, on=band)

    def _draw_quilting(self, easel: Easel, body: Panel) -> None:
        frame = self.frame
        for y in np.arange(frame.top + 90, frame.length - 20, self.quilt):
            draw_channel(
                easel,
                body,
                trace((AXIS - 240, y - 4), (AXIS, y + 14, AXIS + 240, y - 4)),
                self.quilt,
            )

    def _draw_collar(self, easel: Easel, cloth: Cloth, lining: Cloth) -> None:
        if self.collar == "hood":
            collars.draw_hood(easel, self.frame, cloth, lining)
        elif self.collar == "shirt":
            collars.draw_shirt_collar(
                easel, self.frame, cloth, spread=92, fall=84, rise=18, opening=42
            )
        elif self.collar == "ribbed":
            trim = cloth.dyed(self.trim) if self.trim else cloth
            collars.draw_crew(easel, self.frame, self.frame.neckline("crew", 40), trim, 30)
        else:
            collars.draw_band_collar(easel, self.frame, cloth, opening=42, height=50)


def _draw_toggles(easel: Easel, places: list[tuple[float, float]], horn: RGB) -> None:
    """Horn toggles in cord loops, as a duffle coat has."""
    for x, y in places:
        for side in (-1, 1):
            cord = trace(
                (x + side * 76, y - 8),
                (x + side * 30, y - 8, x, y),
                (x + side * 30, y + 8, x + side * 76, y + 8),
            )
            easel.lines([cord], (92, 68, 48), width=4, opacity=1.0)
            patch = trace(
                (x + side * 70, y - 15),
                (x + side * 92, y - 15),
                (x + side * 92, y + 15),
                (x + side * 70, y + 15),
                (x + side * 70, y - 15),
            )
            easel.panel(patch, Cloth((108, 80, 56), texture="leather"), volume=0.4, lift=2)
        bar = trace(
            (x - 26, y - 6),
            (x, y - 11, x + 26, y - 6),
            (x + 32, y, x + 26, y + 6),
            (x, y + 11, x - 26, y + 6),
            (x - 32, y, x - 26, y - 6),
        )
        easel.panel(bar, Cloth(horn), lift=4)


@dataclass(frozen=True)
class Biker:
    """A leather jacket with a slanting zip and wide lapels."""

    frame: Frame = Frame(
        shoulder=172, chest=180, waist=166, hem=170, length=770, armhole=180, neck=62
    )
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
