"""Jumpers and sweatshirts."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points
from catalog.demo.easel import Easel
from catalog.demo.garments import collars
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.knitting import draw_cables, draw_ribbed_hem, draw_yoke
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.palette import RGB

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
        kind = self.neck if self.neck in ("v", "boat") else "crew"
        depth = 34 if self.neck in ("roll", "mock") else self.depth
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
