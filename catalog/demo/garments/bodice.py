"""The upper part of a garment: measurements, outline, necklines, the inside of the back."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, normals, resampled, ribbon, symmetric, trace
from catalog.demo.easel import Easel, Panel


@dataclass(frozen=True)
class Frame:
    """Measurements in pixels: heights from the top of the picture, widths from its middle."""

    top: float = 262  # where the neck meets the shoulder
    neck: float = 66
    shoulder: float = 172
    slope: float = 42  # how far the shoulder drops
    armhole: float = 178
    chest: float = 182
    waist: float = 172
    hem: float = 180
    length: float = 905  # height of the hem
    dip: float = 8  # how much lower the hem hangs in the middle

    @property
    def neck_point(self) -> tuple[float, float]:
        return AXIS + self.neck, self.top

    @property
    def shoulder_tip(self) -> tuple[float, float]:
        return AXIS + self.shoulder, self.top + self.slope

    @property
    def armpit(self) -> tuple[float, float]:
        return AXIS + self.chest, self.top + self.slope + self.armhole

    @property
    def waist_height(self) -> float:
        pit = self.armpit[1]
        return pit + (self.length - pit) * 0.42

    def neckline(self, kind: str, depth: float) -> Points:
        """From the lowest point in the middle up to the neck point, on the right side."""
        x, y = self.neck_point
        low = (AXIS, self.top + depth)
        if kind == "v":
            return trace(low, (AXIS + self.neck * 0.62, y + depth * 0.42, x, y))
        if kind == "square":
            return trace(low, (x - 12, y + depth), (x - 4, y + depth * 0.5, x, y))
        if kind == "boat":
            return trace(low, (AXIS + self.neck * 0.7, y + depth, x, y))
        if kind == "sweetheart":
            return trace(
                low,
                (AXIS + 16, y + depth * 0.78, AXIS + 48, y + depth * 0.76, x, y + depth * 0.7),
                (x + 2, y),
            )
        return trace(low, (AXIS + self.neck * 0.72, y + depth, x - 4, y + depth * 0.62, x, y))

    def shoulder_to_armpit(self) -> Points:
        """The armhole seam, hollowed towards the body."""
        tip, pit = self.shoulder_tip, self.armpit
        inner = min(tip[0], pit[0]) - 17
        return trace(
            tip, (inner, tip[1] + self.armhole * 0.42, inner, pit[1] - self.armhole * 0.2, *pit)
        )

    def side(self) -> Points:
        """The side seam from the armpit to the hem."""
        x, y = self.armpit
        waist, height, span = AXIS + self.waist, self.waist_height, self.length - y
        return trace(
            (x, y),
            (x, y + span * 0.16, waist, height - span * 0.16, waist, height),
            (
                waist,
                height + span * 0.2,
                AXIS + self.hem,
                self.length - span * 0.2,
                AXIS + self.hem,
                self.length,
            ),
        )

    def hem_line(self, shape: str = "straight") -> Points:
        """From the side seam to the middle; `shirttail` rises at the sides."""
        side = (AXIS + self.hem, self.length)
        if shape == "shirttail":
            low = self.length + 44
            return trace(side, (AXIS + self.hem * 0.92, low, AXIS + self.hem * 0.5, low, AXIS, low))
        return trace(
            side, (AXIS + self.hem * 0.5, self.length + self.dip, AXIS, self.length + self.dip)
        )

    def right_half(self, neckline: Points, hem: str = "straight") -> Points:
        return np.vstack(
            [neckline, self.shoulder_to_armpit(), self.side()[1:], self.hem_line(hem)[1:]]
        )

    def outline(self, neckline: Points, hem: str = "straight") -> Points:
        return symmetric(self.right_half(neckline, hem))


def draw_inside(
    easel: Easel, frame: Frame, cloth: Cloth, rise: float = 10, drop: float = 170
) -> Panel:
    """The inside of the back, seen through the neck opening, with its woven label."""
    x, y = frame.neck_point
    half = trace(
        (AXIS, y + 14 - rise * 0.2),
        (AXIS + frame.neck * 0.7, y + 12, x, y - rise * 0.3),
        (x + 24, y + 14),
        (AXIS + frame.neck * 0.6, y + drop),
        (AXIS, y + drop),
    )
    inside = easel.panel(symmetric(half), cloth.shaded(), volume=0, line=1.4)
    easel.fill(
        np.array(
            [[AXIS - 15, y + 22], [AXIS + 15, y + 22], [AXIS + 15, y + 36], [AXIS - 15, y + 36]]
        ),
        (244, 240, 232),
        0.92,
    )
    return inside


def draw_body(
    easel: Easel, outline: Points, cloth: Cloth, frame: Frame, drape: float = 1.0
) -> Panel:
    """The front, with the creases that run from the armpits and the hem."""
    body = easel.panel(outline, cloth)
    x, y = frame.armpit
    span = frame.length - y
    right = [
        trace((x - 8, y + 4), (x - 46, y + 40, x - 60, y + 120)),
        trace(
            (AXIS + frame.waist - 4, frame.waist_height + 6),
            (
                AXIS + frame.waist - 46,
                frame.waist_height + 26,
                AXIS + frame.waist - 78,
                frame.waist_height + 84,
            ),
        ),
    ]
    left = [
        trace((2 * AXIS - x + 10, y + 10), (2 * AXIS - x + 40, y + 60, 2 * AXIS - x + 44, y + 150)),
        trace(
            (AXIS - frame.hem + 34, frame.length - 10),
            (
                AXIS - frame.hem + 50,
                frame.length - span * 0.2,
                AXIS - frame.hem + 36,
                frame.length - span * 0.4,
            ),
        ),
    ]
    easel.folds([*right, *left], body, depth=0.9 * drape)
    return body


def draw_band(
    easel: Easel, line: Points, width: float, cloth: Cloth, *, ribs: bool = False
) -> Panel:
    """A binding or ribbed band that follows a whole (both-sided) `line`."""
    band = easel.panel(ribbon(line, width), cloth, volume=0.5, lift=3)
    if ribs:
        draw_ribs(easel, line, width, band)
    return band


def draw_ribs(easel: Easel, line: Points, width: float, band: Panel, spacing: float = 7) -> None:
    """Short lines across a band: ribbed knitting."""
    length = np.hypot(*np.diff(line, axis=0).T).sum()
    points = resampled(line, max(4, int(length / spacing)))
    side = normals(points) * width * 0.46
    easel.lines(
        [np.vstack([p - s, p + s]) for p, s in zip(points, side, strict=True)],
        band.cloth.seam,
        width=1.6,
        opacity=0.34,
        on=band,
    )


def whole(half: Points) -> Points:
    """A line from left to right through the middle, from its right half."""
    return np.vstack([mirrored(half)[::-1], half[1:]])
