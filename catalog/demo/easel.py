"""The sheet a garment is drawn on: panels of cloth, lines, shadows, on the shop's one ground.

Colours and shading are laid at the final size and only the masks of the edges are drawn larger,
which keeps a picture well under a tenth of a second.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from catalog.demo.cloth import Box, Cloth
from catalog.demo.curves import Points, ellipse, mirrored, ribbon, shifted
from catalog.demo.masks import (
    GROUND,
    SIZE,
    SOFT,
    blurred,
    bounds,
    centred,
    coarse,
    daylight,
    filled,
    grown,
    padded,
    roundness,
    scaled,
)
from catalog.demo.palette import RGB, contour_of, light_of, mix, shadow_of


@dataclass(frozen=True)
class Panel:
    """A piece of cloth on the sheet: where it lies and which pixels it covers."""

    box: Box
    mask: Image.Image
    cloth: Cloth

    def covering(self, box: Box) -> Image.Image:
        """The panel's mask as seen through another box; empty outside the panel."""
        left, top = self.box[:2]
        return self.mask.crop((box[0] - left, box[1] - top, box[2] - left, box[3] - top))


class Easel:
    """Draws back to front: what comes later lies on top. Light falls from the upper left."""

    def __init__(self) -> None:
        self.picture = Image.new("RGB", SIZE, GROUND)
        self.silhouette = Image.new("L", SIZE)
        self._scale, self._shift = np.ones(2), np.zeros(2)
        self._zoom = 1.0

    def place(self, scale: float, dx: float, dy: float, squash: float = 1.0) -> None:
        """Draw what follows smaller or elsewhere, as the second shoe of a pair.

        `squash` below 1 lowers it only, towards the top of the sheet.
        """
        self._scale, self._shift = np.array([scale, scale * squash]), np.array([dx, dy])

    def enlarge(self, zoom: float) -> None:
        """Draw everything larger around the middle of the sheet."""
        self._zoom = zoom

    def panel(
        self,
        outline: Points,
        cloth: Cloth,
        *,
        grain: float = 0.0,
        lift: float = 0.0,
        volume: float = 1.0,
        line: float = 1.7,
    ) -> Panel:
        """Lay a piece of cloth.

        `grain` turns print and texture by degrees, `lift` is the height in pixels from which it
        throws a shadow on what lies below, `volume` how rounded it looks, `line` the width of
        its contour.
        """
        outline = self._placed(outline)
        box = bounds(outline, margin=6)
        piece = Panel(box, filled([outline], box), cloth)
        if lift:
            self._throw_shadow(piece, lift)
        self.picture.paste(cloth.swatch(box, grain), box[:2], piece.mask)
        if volume:
            self._round(piece, volume)
        if line:
            rim = filled([ribbon(np.vstack([outline, outline[:2]]), line)], box)
            self._lay(contour_of(cloth.colour), box, rim, 0.62)
        self.silhouette.paste(255, box[:2], piece.mask)
        return piece

    def pair(
        self, outline: Points, cloth: Cloth, *, grain: float = 0.0, **look: float
    ) -> tuple[Panel, Panel]:
        """The same piece right and left; the grain turns the other way on the left."""
        right = self.panel(outline, cloth, grain=grain, **look)
        return right, self.panel(mirrored(outline), cloth, grain=-grain, **look)

    def lines(
        self,
        paths: Sequence[Points],
        colour: RGB,
        *,
        width: float | Sequence[float] = 1.8,
        opacity: float = 0.8,
        on: Panel | None = None,
    ) -> None:
        """Crisp lines; a sequence of widths makes them swell and taper. `on` clips to a panel."""
        self.shapes([ribbon(path, width) for path in paths], colour, opacity=opacity, on=on)

    def shapes(
        self,
        outlines: Sequence[Points],
        colour: RGB,
        *,
        opacity: float = 1.0,
        on: Panel | None = None,
    ) -> None:
        """Many small flat shapes of one colour at once."""
        placed = [self._placed(outline) for outline in outlines]
        box = bounds(np.vstack(placed), margin=2)
        mask = filled(placed, box)
        self._lay(colour, box, self._clipped(mask, box, on), opacity)
        if on is None and opacity == 1.0:
            self.silhouette.paste(255, box[:2], mask)

    def soft(
        self,
        shapes: Sequence[Points],
        colour: RGB,
        *,
        blur: float = 10.0,
        opacity: float = 0.3,
        on: Panel | None = None,
    ) -> None:
        """Shapes with melting edges: folds, sheen, the fading of a wash."""
        placed = [self._placed(shape) for shape in shapes]
        box = bounds(np.vstack(placed), margin=int(blur * 2.5) + 4)
        mask = blurred(coarse(placed, box), blur, box)
        self._lay(colour, box, self._clipped(mask, box, on), opacity)

    def folds(self, paths: Sequence[Points], on: Panel, depth: float = 1.0) -> None:
        """Creases: a soft valley, a lit ridge beside it and a fine tapering line inside."""
        cloth = on.cloth
        valley = [ribbon(path, [2, 15, 19, 10, 2]) for path in paths]
        ridge = [ribbon(path - (9, 2), [2, 10, 12, 6, 2]) for path in paths]
        self.soft(valley, shadow_of(cloth.colour), blur=5, opacity=0.34 * depth, on=on)
        self.soft(ridge, light_of(cloth.colour), blur=5, opacity=0.22 * depth, on=on)
        self.lines(paths, cloth.seam, width=[0.2, 1.9, 1.4, 0.2], opacity=0.4 * depth, on=on)

    def disc(self, centre: tuple[float, float], radius: float, colour: RGB) -> None:
        """A button, rivet or eyelet: flat, rimmed, lit from above."""
        spot = ellipse(centre, radius, radius)
        self._flat(shifted(spot, 0.8, 1.6), (40, 34, 34), 0.35)
        self._flat(spot, mix(colour, (0, 0, 0), 0.24), 1.0)
        self._flat(ellipse(centre, radius - 1.2, radius - 1.2) - (0.3, 0.5), colour, 1.0)

    def fill(self, outline: Points, colour: RGB, opacity: float = 1.0) -> None:
        """A flat shape without shading: a label, a metal part."""
        self._flat(outline, colour, opacity)

    def finish(self) -> Image.Image:
        """The finished picture: centred, with its shadow on the ground and light from above."""
        picture, silhouette = centred(self.picture, self.silhouette)
        small = silhouette.reduce(6)
        near = ImageChops.offset(small.filter(ImageFilter.GaussianBlur(2.2)), 1, 2)
        far = ImageChops.offset(small.filter(ImageFilter.GaussianBlur(8)), 3, 7)
        cast = ImageChops.add(near.point(scaled(0.13)), far.point(scaled(0.17)))
        outside = ImageChops.invert(silhouette)
        mask = ImageChops.multiply(cast.resize(SIZE, Image.Resampling.BICUBIC), outside)
        picture.paste((62, 50, 46), (0, 0), mask)
        return ImageChops.multiply(picture, daylight())

    def _placed(self, points: Points) -> Points:
        middle = np.array(SIZE) / 2
        return (points * self._scale + self._shift - middle) * self._zoom + middle

    def _flat(self, outline: Points, colour: RGB, opacity: float) -> None:
        outline = self._placed(outline)
        box = bounds(outline, margin=2)
        mask = filled([outline], box)
        self._lay(colour, box, mask, opacity)
        if opacity == 1.0:
            self.silhouette.paste(255, box[:2], mask)

    def _lay(self, colour: RGB, box: Box, mask: Image.Image, opacity: float) -> None:
        if opacity < 1.0:
            mask = mask.point(scaled(opacity))
        self.picture.paste(colour, box, mask)

    def _clipped(self, mask: Image.Image, box: Box, on: Panel | None) -> Image.Image:
        return mask if on is None else ImageChops.multiply(mask, on.covering(box))

    def _throw_shadow(self, piece: Panel, lift: float) -> None:
        around = grown(piece.box, int(lift * 3))
        mask = piece.covering(around)
        small = mask.reduce(SOFT).filter(ImageFilter.GaussianBlur(lift / SOFT))
        small = ImageChops.offset(small, round(lift * 0.35 / SOFT), round(lift * 0.8 / SOFT))
        shade = small.resize(mask.size, Image.Resampling.BILINEAR)
        under = self.silhouette.crop(around)
        self._lay((46, 36, 44), around, ImageChops.multiply(shade, under), 0.42)

    def _round(self, piece: Panel, volume: float) -> None:
        """Darken the edge away from the light and brighten the one towards it."""
        small = piece.mask.reduce(SOFT)
        reach = roundness(small)
        pad = int(reach * 3) + 2
        outside = ImageChops.invert(padded(small, pad)).filter(ImageFilter.GaussianBlur(reach))
        dx, dy = max(1, round(reach * 0.7)), max(1, round(reach * 0.5))
        cloth = piece.cloth
        for colour, way, opacity in (
            (shadow_of(cloth.colour), -1, 0.46 * volume * cloth.depth),
            (light_of(cloth.colour), 1, 0.42 * volume * cloth.shine),
        ):
            edge = ImageChops.offset(outside, way * dx, way * dy)
            edge = edge.crop((pad, pad, pad + small.width, pad + small.height))
            mask = edge.resize(piece.mask.size, Image.Resampling.BILINEAR)
            self._lay(colour, piece.box, ImageChops.multiply(mask, piece.mask), opacity)
