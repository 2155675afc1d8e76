"""Skirts: A-line, pencil, pleated, buttoned, wrapped and tiered."""

from dataclasses import dataclass

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, parallel, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments import fastenings, pockets
from catalog.demo.garments.skirt_shape import (
    SkirtShape,
    draw_fall,
    draw_hem_stitch,
    draw_pleats,
    draw_tiers,
    draw_waistband,
)
from catalog.demo.palette import RGB

STANDARD_SHAPE = SkirtShape()


@dataclass(frozen=True)
class Skirt:
    shape: SkirtShape = STANDARD_SHAPE
    pleats: int = 0
    tiers: tuple[float, ...] = ()
    buttons: RGB | None = None  # a buttoned front
    slit: float = 0.0  # length in pixels
    wrap: bool = False
    stitch: RGB | None = None  # topstitching and pockets, as on denim
    drape: float = 1.0

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        skirt = easel.panel(self.shape.outline(), cloth)
        self._draw_fall(easel, skirt)
        if self.slit:
            self._draw_slit(easel, skirt)
        if self.wrap:
            draw_wrap_edge(easel, self.shape, skirt)
        if self.stitch:
            self._draw_denim(easel, skirt)
        band = draw_waistband(easel, self.shape, cloth.solid() if self.pleats else cloth)
        if self.buttons:
            self._draw_buttons(easel, skirt, self.buttons)
        if self.stitch:
            easel.lines(
                [
                    trace(
                        (AXIS - self.shape.waist, self.shape.top - 4),
                        (AXIS, self.shape.top + 8, AXIS + self.shape.waist, self.shape.top - 4),
                    )
                ],
                self.stitch,
                width=1.4,
                on=band,
            )

    def _draw_fall(self, easel: Easel, skirt: Panel) -> None:
        if self.pleats:
            draw_pleats(easel, self.shape, skirt, self.pleats)
        elif self.tiers:
            draw_fall(easel, self.shape, skirt, 0.8)
            draw_tiers(easel, self.shape, skirt, self.tiers)
        else:
            draw_fall(easel, self.shape, skirt, self.drape)
        draw_hem_stitch(easel, self.shape, skirt)

    def _draw_slit(self, easel: Easel, skirt: Panel) -> None:
        foot = self.shape.ray(0.52)[-1]
        gap = trace(
            (foot[0] - 4, foot[1] - self.slit),
            (foot[0] + 15, foot[1] + 8),
            (foot[0] - 9, foot[1] + 8),
            (foot[0] - 4, foot[1] - self.slit),
        )
        easel.shapes([gap], skirt.cloth.shaded(0.46).colour, on=skirt)
        easel.lines([gap[:2]], skirt.cloth.seam, width=1.6, opacity=0.7)

    def _draw_buttons(self, easel: Easel, skirt: Panel, colour: RGB) -> None:
        foot = self.shape.length + self.shape.dip
        edges = [trace((AXIS + dx, self.shape.top + 8), (AXIS + dx, foot)) for dx in (-15, 15)]
        easel.lines(edges, skirt.cloth.seam, width=1.4, opacity=0.55, on=skirt)
        count = max(4, int((foot - self.shape.top) / 80))
        places = fastenings.button_column(AXIS, self.shape.top - 12, foot - 50, count)
        fastenings.draw_buttons(easel, places, colour, 9)

    def _draw_denim(self, easel: Easel, skirt: Panel) -> None:
        stitch = self.stitch or skirt.cloth.seam
        pocket = pockets.jeans_pocket(self.shape.waist + 8, self.shape.top)
        pockets.draw_slits(easel, [pocket], on=skirt, cloth=skirt.cloth)
        fastenings.draw_topstitch(
            easel,
            [parallel(pocket, 7), (parallel(pocket, 7) * (-1, 1)) + (2 * AXIS, 0)],
            stitch,
            on=skirt,
        )
        hem = self.shape.hem_line() - (0, 22)
        fastenings.draw_topstitch(easel, [hem, hem * (-1, 1) + (2 * AXIS, 0)], stitch, on=skirt)


def draw_wrap_edge(easel: Easel, shape: SkirtShape, skirt: Panel) -> None:
    """The free edge of a wrapped front, falling from one hip across to the hem."""
    x = AXIS - shape.waist * 0.72
    foot = (AXIS + shape.hem * 0.2, shape.length + shape.dip + 2)
    edge = trace((x, shape.top), (AXIS - shape.waist * 0.1, shape.top + 170, *foot))
    under = trace(
        (x, shape.top),
        (AXIS - shape.waist * 0.1, shape.top + 170, *foot),
        (foot[0] - 60, foot[1]),
        (AXIS - shape.waist * 0.3, shape.top + 200, x, shape.top),
    )
    easel.soft([under], skirt.cloth.shaded(0.5).colour, blur=14, opacity=0.34, on=skirt)
    easel.lines([edge], skirt.cloth.seam, width=2.0, opacity=0.8, on=skirt)
    easel.lines([parallel(edge, -8)], skirt.cloth.seam, width=1.1, opacity=0.4, on=skirt)
