"""Shirts."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, mirrored, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.garments.trimmings import draw_hem
from catalog.demo.palette import RGB

STANDARD_FRAME = Frame(chest=186, waist=178, hem=184, length=900)
STANDARD_SLEEVE = Sleeve(length=505, width=84, angle=13, cuff=46)


@dataclass(frozen=True)
class Shirt:
    frame: Frame = STANDARD_FRAME
    sleeve: Sleeve = STANDARD_SLEEVE
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
