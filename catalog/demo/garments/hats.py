"""Beanies, bucket hats and felt hats."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, box, mirrored, ribbon, shifted, symmetric, trace
from catalog.demo.easel import Easel
from catalog.demo.garments.bodice import draw_ribs, whole
from catalog.demo.palette import RGB


@dataclass(frozen=True)
class Beanie:
    pompom: RGB | None = None
    cuff: float = 112
    slouch: float = 0.0

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        crown = trace(
            (AXIS, 392 - self.slouch),
            (AXIS + 150, 384 - self.slouch, AXIS + 222, 500, AXIS + 226, 720),
            (AXIS, 742),
        )
        dome = easel.panel(symmetric(crown), cloth, volume=1.2)
        rows = [
            trace(
                (AXIS + 26 * i * 0.12, 396 - self.slouch),
                (AXIS + i * 30, 450, AXIS + i * 30.5, 730),
            )
            for i in range(-7, 8)
        ]
        easel.lines(rows, cloth.seam, width=[0.4, 2.2, 2.2], opacity=0.3, on=dome)
        self._draw_cuff(easel, cloth)
        if self.pompom:
            self._draw_pompom(easel, self.pompom)

    def _draw_cuff(self, easel: Easel, cloth: Cloth) -> None:
        top = 730 - self.cuff * 0.5
        band = trace(
            (AXIS, top + 20),
            (AXIS + 150, top + 18, AXIS + 234, top),
            (AXIS + 240, top + self.cuff * 0.5, AXIS + 230, top + self.cuff),
            (AXIS + 140, top + self.cuff + 20, AXIS, top + self.cuff + 20),
        )
        panel = easel.panel(symmetric(band), cloth.solid().of("plain"), lift=6)
        draw_ribs(
            easel,
            whole(
                trace(
                    (AXIS, top + self.cuff / 2 + 20),
                    (AXIS + 150, top + self.cuff / 2 + 18, AXIS + 236, top + self.cuff / 2),
                )
            ),
            self.cuff * 1.1,
            panel,
            11,
        )
        label = box(AXIS - 34, top + 54, AXIS + 34, top + 96)
        easel.panel(label, Cloth((236, 226, 208)), volume=0.2, lift=2, line=1.2)

    def _draw_pompom(self, easel: Easel, colour: RGB) -> None:
        angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
        radius = 74 + 7 * np.random.default_rng(3).uniform(-1, 1, 120)
        centre = np.array([AXIS, 344 - self.slouch])
        ball = centre + np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None]
        panel = easel.panel(ball, Cloth(colour, texture="fleece"), lift=5, volume=1.2)
        strands = [
            np.vstack(
                [
                    shifted(centre, np.cos(a) * 26, np.sin(a) * 26),
                    shifted(centre, np.cos(a) * 68, np.sin(a) * 68),
                ]
            )
            for a in angle[::5]
        ]
        easel.lines(strands, panel.cloth.seam, width=[0.4, 2], opacity=0.25, on=panel)


@dataclass(frozen=True)
class BrimHat:
    """A bucket hat, or with a wide flat brim a felt one; `band` is the colour of its ribbon."""

    bucket: bool = True
    band: RGB | None = None

    def draw(self, easel: Easel, cloth: Cloth) -> None:
        if self.bucket:
            self._draw_bucket(easel, cloth)
        else:
            self._draw_felt(easel, cloth)

    def _draw_bucket(self, easel: Easel, cloth: Cloth) -> None:
        crown = trace(
            (AXIS, 430),
            (AXIS + 120, 428, AXIS + 156, 446),
            (AXIS + 172, 540, AXIS + 186, 640),
            (AXIS, 672),
        )
        easel.panel(symmetric(crown), cloth, volume=1.1)
        top = whole(trace((AXIS, 470), (AXIS + 110, 468, AXIS + 158, 450)))
        easel.lines([top], cloth.seam, width=1.8, opacity=0.6)
        brim = trace(
            (AXIS, 650),
            (AXIS + 120, 648, AXIS + 188, 622),
            (AXIS + 262, 700, AXIS + 288, 762),
            (AXIS + 150, 830, AXIS, 830),
        )
        panel = easel.panel(symmetric(brim), cloth, volume=0.9, lift=6)
        rows = [
            whole(
                trace(
                    (AXIS, y),
                    (AXIS + 130, y - 2, AXIS + 190 + (y - 650) * 0.55, y - 34 - (y - 650) * 0.16),
                )
            )
            for y in range(672, 826, 22)
        ]
        easel.lines(rows, cloth.seam, width=1.3, opacity=0.45, on=panel)

    def _draw_felt(self, easel: Easel, cloth: Cloth) -> None:
        brim = trace(
            (AXIS, 640),
            (AXIS + 190, 640, AXIS + 322, 668),
            (AXIS + 350, 690, AXIS + 300, 712),
            (AXIS + 170, 772, AXIS, 772),
        )
        easel.panel(symmetric(brim), cloth, volume=1.1)
        crown = trace(
            (AXIS, 452),
            (AXIS + 50, 420, AXIS + 116, 432),
            (AXIS + 164, 446, AXIS + 178, 660),
            (AXIS + 120, 716, AXIS, 716),
        )
        dome = easel.panel(symmetric(crown), cloth, volume=1.2, lift=6)
        dents = [
            trace((AXIS + 30, 450), (AXIS + 20, 520, AXIS + 4, 566)),
            trace((AXIS + 110, 470), (AXIS + 88, 520, AXIS + 92, 580)),
        ]
        easel.folds([*dents, *map(mirrored, dents)], dome, depth=1.2)
        ribbon_line = whole(trace((AXIS, 694), (AXIS + 110, 694, AXIS + 178, 644)))
        band = cloth.dyed(self.band) if self.band else cloth.shaded(0.3)
        easel.panel(ribbon(ribbon_line, 44), band.of("satin"), volume=0.5, lift=2)
