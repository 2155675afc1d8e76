"""Blouses."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import collars, fastenings
from catalog.demo.garments.bodice import Frame, draw_body, draw_inside
from catalog.demo.garments.sleeves import Sleeve, draw_sleeves
from catalog.demo.garments.trimmings import draw_bow, draw_frill, draw_hem
from catalog.demo.palette import RGB

STANDARD_FRAME = Frame(
    top=280, neck=62, shoulder=150, chest=160, waist=152, hem=172, length=850, armhole=160
)
STANDARD_SLEEVE = Sleeve(length=470, width=70, fullness=46, cuff=34, crown=14)


@dataclass(frozen=True)
class Blouse:
    frame: Frame = STANDARD_FRAME
    sleeve: Sleeve = STANDARD_SLEEVE
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
