"""The legs of trousers: their measurements and outlines."""

from dataclasses import dataclass

import numpy as np

from catalog.demo.curves import (
    AXIS,
    Points,
    between,
    trace,
)


@dataclass(frozen=True)
class Legs:
    """Half widths and heights; `knee` and `foot` are the whole width of one leg there."""

    top: float = 168
    waist: float = 122
    hip: float = 166
    crotch: float = 470
    knee: float = 118
    foot: float = 96
    length: float = 1056
    stance: float = 104  # how far the middle of the foot stands from the picture's middle

    def outer(self) -> Points:
        span, foot = self.length - self.crotch, AXIS + self.stance + self.foot / 2
        hip = (AXIS + self.hip, self.crotch - 70)
        knee = (AXIS + self.stance * 0.9 + self.knee / 2, self.crotch + span * 0.46)
        return trace(
            (AXIS + self.waist, self.top),
            (AXIS + self.waist + 20, self.top + 60, hip[0] - 3, hip[1] - 110, *hip),
            (hip[0] + 3, hip[1] + min(90, span * 0.26), knee[0] + 6, knee[1] - span * 0.2, *knee),
            (knee[0] - 5, knee[1] + span * 0.16, foot, self.length - span * 0.2, foot, self.length),
        )

    def inner(self) -> Points:
        span, foot = self.length - self.crotch, AXIS + self.stance - self.foot / 2
        knee = (AXIS + self.stance * 0.9 - self.knee / 2, self.crotch + span * 0.46)
        return trace(
            (AXIS, self.crotch),
            (AXIS + 16, self.crotch + span * 0.12, knee[0] - 4, knee[1] - span * 0.16, *knee),
            (knee[0] + 4, knee[1] + span * 0.2, foot, self.length - span * 0.2, foot, self.length),
        )

    def leg(self) -> Points:
        """Outline of the right leg, from the middle of the waist round to the crotch."""
        outer, inner = self.outer(), self.inner()
        hem = trace(tuple(outer[-1]), (AXIS + self.stance, self.length + 9, *inner[-1]))
        waist = trace(
            (AXIS, self.top + 9),
            (AXIS + self.waist * 0.6, self.top + 9, AXIS + self.waist, self.top),
        )
        return np.vstack([waist, outer[1:], hem[1:], inner[::-1][1:]])

    def crease(self, share: float = 0.5, start: float = 0.0) -> Points:
        line = between(self.outer()[14:], self.inner(), share, 40)
        return line[int(start * 40) :]
