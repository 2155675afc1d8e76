"""Sleeves: from a cap to a bishop sleeve, with their cuffs."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, between, mirrored, ribbon, shifted, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import Frame, draw_ribs
from catalog.demo.garments.quilting import draw_channel


@dataclass(frozen=True)
class Sleeve:
    """`length` in pixels along the arm, `width` across its end, `angle` of the arm in degrees.

    `fullness` swells the sleeve (a puff or a bishop), `cuff` is the height of its cuff (0: a
    plain hem) and `ribbed` says how the cuff is made. A `raglan` starts at the neck.
    """

    length: float = 520
    width: float = 92
    angle: float = 15
    fullness: float = 0.0
    cuff: float = 0.0
    ribbed: bool = False
    raglan: bool = False
    crown: float = 0.0  # how far a gathered sleeve head stands up above the shoulder


SHORT = Sleeve(length=168, width=138, angle=33)
CAP = Sleeve(length=84, width=128, angle=42)
ELBOW = Sleeve(length=262, width=126, angle=25)


def draw_sleeves(
    easel: Easel, frame: Frame, sleeve: Sleeve, cloth: Cloth, quilt: float = 0
) -> None:
    """Both sleeves; the body is drawn afterwards, over their heads (a raglan: before).

    `quilt` is the height of a quilted channel; 0 leaves the sleeve smooth.
    """
    shape = SleeveShape(frame, sleeve)
    right = easel.panel(shape.outline(), cloth, grain=sleeve.angle)
    left = easel.panel(mirrored(shape.outline()), cloth, grain=-sleeve.angle)
    for panel, mirror in ((right, False), (left, True)):
        if quilt:
            for seam in _flip(shape.channels(quilt), mirror):
                draw_channel(easel, panel, seam, quilt)
        else:
            easel.folds(_flip(shape.creases(), mirror), panel, depth=0.85)
        _finish_end(easel, shape, panel, mirror)


def _flip(paths: list[Points], mirror: bool) -> list[Points]:
    return [mirrored(path) for path in paths] if mirror else paths


def _finish_end(easel: Easel, shape: "SleeveShape", panel: Panel, mirror: bool) -> None:
    """A cuff, or the stitched line of a hem."""
    sleeve, cloth = shape.sleeve, panel.cloth
    if not sleeve.cuff:
        hem = shape.across(17)
        easel.lines(_flip([hem], mirror), cloth.seam, width=1.5, opacity=0.55, on=panel)
        return
    line = shape.cuff_line()
    line = mirrored(line) if mirror else line
    grain = -sleeve.angle if mirror else sleeve.angle
    made_of = cloth.solid().of("plain") if sleeve.ribbed else cloth
    cuff = easel.panel(ribbon(line, sleeve.cuff), made_of, grain=grain, volume=0.7)
    if sleeve.ribbed:
        draw_ribs(easel, line, sleeve.cuff, cuff)


class SleeveShape:
    """The geometry of the right sleeve."""

    def __init__(self, frame: Frame, sleeve: Sleeve) -> None:
        self.frame, self.sleeve = frame, sleeve
        turn = np.radians(sleeve.angle)
        self.down = np.array([np.sin(turn), np.cos(turn)])
        self.out = np.array([np.cos(turn), -np.sin(turn)])
        self.tip, self.pit = np.array(frame.shoulder_tip), np.array(frame.armpit)
        self.start = (self.tip + self.pit) / 2 + np.array([0, -26])
        self.end = self.start + self.down * sleeve.length
        self.outer_end = self.end + self.out * sleeve.width / 2
        self.inner_end = self.end - self.out * sleeve.width / 2

    def outer(self) -> Points:
        sleeve, swell = self.sleeve, self.sleeve.fullness
        start = np.array(self.frame.neck_point) if sleeve.raglan else self.tip - (10, 4)
        reach = sleeve.length
        over = shifted(self.tip, min(54, reach * 0.3) + swell * 0.5, 16 - sleeve.crown)
        before = self.outer_end - self.down * reach * 0.42 + self.out * (6 + swell)
        if not sleeve.raglan:
            return trace(tuple(start), (*over, *before, *self.outer_end))
        return trace(tuple(start), tuple(self.tip - (6, 4)), (*over, *before, *self.outer_end))

    def inner(self) -> Points:
        reach, swell = self.sleeve.length, self.sleeve.fullness
        before = self.inner_end - self.down * reach * 0.36 - self.out * swell * 0.55
        after = shifted(self.pit, 4 + swell * 0.1, min(40, reach * 0.2))
        return trace(tuple(self.inner_end), (*before, *after, *self.pit))

    def outline(self) -> Points:
        hem = trace(tuple(self.outer_end), (*(self.end + self.down * 7), *self.inner_end))
        return np.vstack([self.outer(), hem[1:], self.inner()[1:], self._head()])

    def _head(self) -> Points:
        """Back from the armpit: under the body's edge, or along a raglan seam to the neck."""
        if self.sleeve.raglan:
            x, y = self.frame.neck_point
            return trace(tuple(self.pit), (x + 40, self.pit[1] - 70, x - 6, y + 40))[1:]
        return np.vstack(
            [shifted(self.pit, -42, -10), shifted(self.tip, -44, 60), shifted(self.tip, -34, 14)]
        )

    def across(self, above: float) -> Points:
        """A line across the sleeve, `above` pixels over its end."""
        offset = -self.down * above
        mid = self.end + self.down * 7
        return trace(
            tuple(self.outer_end + offset + self.out * 4),
            (*(mid + offset), *(self.inner_end + offset - self.out * 4)),
        )

    def cuff_line(self) -> Points:
        """The middle of the cuff, a little narrower than a full sleeve."""
        half = self.out * (self.sleeve.width / 2 + 2)
        middle = self.end - self.down * (self.sleeve.cuff / 2 - 8)
        return trace(tuple(middle + half), (*(middle + self.down * 5), *(middle - half)))

    def channels(self, height: float) -> list[Points]:
        """Quilting seams across the sleeve, `height` pixels apart."""
        stops = np.arange(height * 0.6, self.sleeve.length - 50, height)
        points = [self.start + self.down * stop for stop in stops]
        return [
            trace(tuple(p - self.out * 90), (*(p + self.down * 12), *(p + self.out * 90)))
            for p in points
        ]

    def creases(self) -> list[Points]:
        outer, inner = self.outer(), self.inner()[::-1]
        if self.sleeve.length < 220:
            start = shifted(self.pit, 14, 6)
            return [
                trace(
                    tuple(start),
                    (*(start + self.out * 26 - (0, 26)), *(start + self.out * 66 - (0, 42))),
                )
            ]
        gathers = [self._bend(outer, inner, at) for at in (0.36, 0.5, 0.64)]
        if self.sleeve.fullness > 12:
            gathers = [between(outer, inner, share)[9:] for share in (0.28, 0.52, 0.76)]
        return gathers

    @staticmethod
    def _bend(outer: Points, inner: Points, at: float) -> Points:
        """The crease of an elbow, from the inner edge halfway across."""
        start = inner[int(at * (len(inner) - 1))]
        goal = outer[int((at + 0.1) * (len(outer) - 1))]
        stop = start + (goal - start) * 0.62
        return trace(tuple(start), (*((start + stop) / 2 + (0, -9)), *stop))
