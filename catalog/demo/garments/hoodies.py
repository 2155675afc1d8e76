"""Hoodies, pulled over or zipped."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, mirrored, trace
from catalog.demo.easel import Easel
from catalog.demo.garments import collars, fastenings, pockets
from catalog.demo.garments.bodice import Frame, draw_body
from catalog.demo.garments.knitting import draw_ribbed_hem
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.palette import RGB

STANDARD_FRAME = Frame(
    shoulder=182, chest=200, waist=196, hem=186, length=880, armhole=188, top=290
)
STANDARD_SLEEVE = Sleeve(length=480, width=98, angle=13, cuff=54, ribbed=True, fullness=8)


@dataclass(frozen=True)
class Hoodie:
    frame: Frame = STANDARD_FRAME
    sleeve: Sleeve = STANDARD_SLEEVE
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
