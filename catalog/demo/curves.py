"""Curves to polygons: the pencil of the demo catalogue.

Every shape is an (n, 2) array of points in pixels of the finished 900 x 1200 picture,
x to the right and y down.
"""

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Point = tuple[float, float]

AXIS = 450.0
_STEPS = 14


def trace(start: Point, *steps: tuple[float, ...]) -> Points:
    """Follow lines and curves from `start`, as SVG's L, Q and C do.

    A step of 2 numbers is a line to (x, y); of 4 a quadratic curve (control, end); of 6 a cubic
    one (control, control, end). Raises ValueError for any other length.
    """
    runs = [np.array([start], dtype=float)]
    for step in steps:
        controls = np.vstack([runs[-1][-1], np.reshape(step, (-1, 2))])
        runs.append(_bezier(controls)[1:])
    return np.vstack(runs)


def _bezier(controls: Points) -> Points:
    if len(controls) == 2:
        return controls
    if len(controls) not in (3, 4):
        raise ValueError(f"a step has 2, 4 or 6 numbers, not {2 * len(controls) - 2}")
    t = np.linspace(0, 1, _STEPS + 1)[:, None]
    degree = len(controls) - 1
    weights = [comb(degree, i) * (1 - t) ** (degree - i) * t**i for i in range(degree + 1)]
    return np.sum([w * control for w, control in zip(weights, controls, strict=True)], axis=0)


def spline(points: Sequence[Point], closed: bool = False) -> Points:
    """A smooth Catmull-Rom curve through all `points`."""
    knots = np.asarray(points, dtype=float)
    ends = (knots[-1:], knots[:2]) if closed else (knots[:1], knots[-1:])
    padded = np.vstack([ends[0], knots, ends[1]])
    t = np.linspace(0, 1, 10, endpoint=False)[:, None]
    runs = [_catmull_rom(padded[i : i + 4], t) for i in range(len(padded) - 3)]
    return np.vstack(runs) if closed else np.vstack([*runs, knots[-1:]])


def _catmull_rom(four: Points, t: Points) -> Points:
    before, here, there, after = four
    return 0.5 * (
        2 * here
        + (there - before) * t
        + (2 * before - 5 * here + 4 * there - after) * t**2
        + (3 * here - before - 3 * there + after) * t**3
    )


def shifted(points: Points, dx: float, dy: float) -> Points:
    return points + np.array([dx, dy])


def mirrored(points: Points) -> Points:
    """The same shape on the other side of the picture's middle."""
    return points * (-1, 1) + (2 * AXIS, 0)


def symmetric(half: Points) -> Points:
    """A closed outline from its right half, which starts and ends near the middle."""
    return np.vstack([half, mirrored(half)[::-1]])


def ellipse(centre: Point, rx: float, ry: float) -> Points:
    angle = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    return np.column_stack([centre[0] + rx * np.cos(angle), centre[1] + ry * np.sin(angle)])


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Points:
    """A rectangle with rounded corners."""
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    return trace(
        (left + r, top),
        (right - r, top),
        (right, top, right, top + r),
        (right, bottom - r),
        (right, bottom, right - r, bottom),
        (left + r, bottom),
        (left, bottom, left, bottom - r),
        (left, top + r),
        (left, top, left + r, top),
    )


def normals(line: Points) -> Points:
    """Unit vectors at right angles to `line`, one per point."""
    tangent = np.gradient(line, axis=0)
    length = np.maximum(np.hypot(tangent[:, 0], tangent[:, 1]), 1e-9)[:, None]
    return np.column_stack([-tangent[:, 1], tangent[:, 0]]) / length


def parallel(line: Points, distance: float) -> Points:
    """`line` moved sideways: to its right hand side as one walks along it."""
    return line + normals(line) * distance


def ribbon(line: Points, widths: float | Sequence[float]) -> Points:
    """A band around `line`; `widths` are spread evenly from its start to its end."""
    profile = np.atleast_1d(np.asarray(widths, dtype=float))
    at = np.linspace(0, len(profile) - 1, len(line))
    half = np.interp(at, np.arange(len(profile)), profile)[:, None] / 2
    side = normals(line) * half
    return np.vstack([line + side, (line - side)[::-1]])


def resampled(line: Points, count: int) -> Points:
    """`count` points at equal distances along `line`."""
    travelled = _travelled(line)
    at = np.linspace(0, travelled[-1], count)
    return np.column_stack([np.interp(at, travelled, line[:, i]) for i in (0, 1)])


def portion(line: Points, start: float, end: float) -> Points:
    """The part of `line` between two shares of its length (0 to 1)."""
    travelled = _travelled(line) / max(_travelled(line)[-1], 1e-9)
    at = np.linspace(start, end, max(8, len(line)))
    return np.column_stack([np.interp(at, travelled, line[:, i]) for i in (0, 1)])


def between(one: Points, other: Points, share: float, count: int = 24) -> Points:
    """The line that lies `share` of the way from `one` to `other`."""
    return resampled(one, count) * (1 - share) + resampled(other, count) * share


def dashes(line: Points, on: float = 7.0, off: float = 5.0) -> list[Points]:
    """Stitches of `on` pixels along `line`, `off` pixels apart."""
    length = _travelled(line)[-1]
    starts = np.arange(0, max(length - on, 1), on + off)
    return [portion(line, s / length, min(1.0, (s + on) / length))[[0, -1]] for s in starts]


def _travelled(line: Points) -> Points:
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])
