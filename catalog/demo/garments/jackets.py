"""Casual jackets and coats, zipped, buttoned or toggled."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.knitting import draw_ribbed_hem
from catalog.demo.garments.quilting import draw_channel
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.garments.toggles import draw_toggles
from catalog.demo.palette import RGB, STEEL

STANDARD_FRAME = Frame(
    shoulder=184, chest=198, waist=190, hem=184, length=830, armhole=186, neck=68
)
STANDARD_SLEEVE = Sleeve(length=485, width=98, angle=13, cuff=50)


@dataclass(frozen=True)
class Jacket:
    """A zipped or buttoned casual jacket or coat."""

    frame: Frame = STANDARD_FRAME
    sleeve: Sleeve = STANDARD_SLEEVE
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
            draw_toggles(easel, places[:4], self.metal)
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
