"""T-shirts and polo shirts."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS
from catalog.demo.easel import Easel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import SHORT, Sleeve, draw_sleeves
from catalog.demo.garments.trimmings import draw_hem
from catalog.demo.palette import RGB

STANDARD_FRAME = Frame()


@dataclass(frozen=True)
class TShirt:
    frame: Frame = STANDARD_FRAME
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
