"""Collars, lapels and hoods, drawn over the front."""

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import Frame, draw_band, draw_ribs, whole


def draw_crew(
    easel: Easel, frame: Frame, neckline: Points, cloth: Cloth, width: float = 17
) -> None:
    """A ribbed band round the neck."""
    x, y = frame.neck_point
    back = trace((AXIS, y + 8), (AXIS + frame.neck * 0.7, y + 7, x - 2, y - 3))
    draw_band(easel, whole(back), width * 0.8, cloth.shaded(0.2), ribs=True)
    draw_band(easel, whole(neckline), width, cloth.solid().of("plain"), ribs=True)


def draw_binding(easel: Easel, neckline: Points, cloth: Cloth, width: float = 7) -> None:
    draw_band(easel, whole(neckline), width, cloth.solid())


def draw_roll_neck(easel: Easel, frame: Frame, cloth: Cloth, height: float = 62) -> None:
    """A folded tube around the neck; low for a mock neck."""
    x, y = frame.neck_point
    top = y - height
    half = trace(
        (AXIS, top + 9),
        (AXIS + frame.neck * 0.6, top + 8, x - 12, top - 2),
        (x - 2, y - height * 0.4, x + 8, y + 8),
        (AXIS + frame.neck * 0.7, y + 42, AXIS, y + 42),
    )
    inner = trace(
        (AXIS, top - 8),
        (AXIS + frame.neck * 0.6, top - 8, x - 12, top - 2),
        (AXIS + frame.neck * 0.6, top + 12, AXIS, top + 12),
    )
    easel.panel(symmetric(inner), cloth.shaded(0.34), volume=0)
    roll = easel.panel(symmetric(half), cloth.solid().of("plain"), lift=7)
    draw_ribs(
        easel,
        whole(trace((AXIS, y + 14), (AXIS + frame.neck * 0.7, y + 14, x, y - 14))),
        height * 1.5,
        roll,
    )


def draw_shirt_collar(
    easel: Easel,
    frame: Frame,
    cloth: Cloth,
    *,
    spread: float = 66,
    fall: float = 78,
    rise: float = 20,
    opening: float = 34,
) -> None:
    """Stand and two pointed leaves. `opening` is how low the collar closes below the neck point."""
    x, y = frame.neck_point
    back = trace(
        (AXIS, y - rise),
        (AXIS + frame.neck * 0.75, y - rise, x + 2, y + 2),
        (AXIS + frame.neck * 0.6, y + 18, AXIS, y + 16),
    )
    easel.panel(symmetric(back), cloth.solid().shaded(0.14), volume=0.4)
    leaf = trace(
        (AXIS + 3, y + opening),
        (AXIS + frame.neck * 0.62, y + opening * 0.52, x - 6, y - rise * 0.6),
        (x + 2, y - rise * 0.6, x + 16, y + 14),
        (x + 14, y + 34, AXIS + spread, y + opening + fall * 0.62),
    )
    leaf = np.vstack(
        [
            leaf,
            trace(
                tuple(leaf[-1]),
                (AXIS + spread * 0.5, y + opening + fall * 0.3, AXIS + 3, y + opening),
            ),
        ]
    )
    for panel, mirror in zip(
        easel.pair(leaf, cloth, grain=24, lift=6, volume=0.7), (False, True), strict=True
    ):
        edge = parallel(leaf[28:], 6)
        easel.lines(
            [mirrored(edge) if mirror else edge], cloth.seam, width=1.1, opacity=0.4, on=panel
        )


def draw_band_collar(
    easel: Easel, frame: Frame, cloth: Cloth, opening: float = 40, height: float = 24
) -> None:
    """A stand without leaves: the collar of a grandad shirt or a tunic."""
    x, y = frame.neck_point
    draw_band(
        easel,
        whole(trace((AXIS, y + 4), (AXIS + frame.neck * 0.7, y + 2, x - 3, y - 8))),
        height * 0.8,
        cloth.solid().shaded(0.16),
    )
    front = trace((AXIS + 5, y + opening), (AXIS + frame.neck * 0.72, y + opening * 0.7, x, y - 7))
    easel.pair(np.vstack([front, parallel(front, height)[::-1]]), cloth.solid(), volume=0.6, lift=3)


def lapel(
    frame: Frame, close: float, width: float, notch: float = 0.3, peak: bool = False
) -> Points:
    """The right lapel with its collar: from the neck down to `close` on the middle line."""
    x, y = frame.neck_point
    at = y + (close - y) * notch
    inner = trace(
        (x - 6, y - 12), (AXIS + frame.neck * 0.5, y + (close - y) * 0.45, AXIS + 1, close)
    )
    tip = (AXIS + width, at + (-26 if peak else 6))
    return np.vstack(
        [inner, trace((AXIS + 1, close), (AXIS + width * 0.66, at + (close - at) * 0.62, *tip))]
    )


def draw_lapels(
    easel: Easel,
    frame: Frame,
    cloth: Cloth,
    close: float,
    *,
    width: float = 118,
    notch: float = 0.34,
    peak: bool = False,
    satin: Cloth | None = None,
) -> None:
    """Notched or peaked lapels under a collar, folded back from the front edges."""
    x, y = frame.neck_point
    made_of = satin or cloth
    outline = lapel(frame, close, width, notch, peak)
    step = (AXIS + width - 40, y + (close - y) * notch - 10)
    outline = np.vstack([outline, [step], [(x + 12, y + 4)]])
    easel.pair(outline, made_of, grain=-18, lift=8, volume=0.8)
    collar = trace(
        (x - 8, y - 14),
        (x + 8, y - 12, x + 22, y + 16),
        (AXIS + width - 4, y + (close - y) * notch - 34),
        (step[0], step[1] + 2),
        (x - 4, y + 62, x - 22, y + 40),
    )
    easel.pair(collar, cloth, grain=30, lift=5, volume=0.8)
    back = trace(
        (AXIS, y - 18),
        (AXIS + frame.neck * 0.6, y - 20, x - 6, y - 14),
        (x + 6, y + 4),
        (AXIS + frame.neck * 0.6, y + 14, AXIS, y + 12),
    )
    easel.panel(symmetric(back), cloth.shaded(0.1), volume=0.5)


def draw_hood(easel: Easel, frame: Frame, cloth: Cloth, lining: Cloth) -> Panel:
    """A hood lying open behind the neck: drawn after the body, over the shoulders."""
    x, y = frame.neck_point
    outer = trace(
        (AXIS, y - 92),
        (AXIS + 86, y - 96, x + 58, y - 40, x + 50, y + 22),
        (x + 40, y + 54, AXIS + 62, y + 84, AXIS + 3, y + 96),
    )
    easel.panel(symmetric(outer), cloth, lift=8)
    inner = trace(
        (AXIS, y - 62),
        (AXIS + 62, y - 62, x + 8, y - 26, x + 6, y + 12),
        (x - 4, y + 44, AXIS + 36, y + 66, AXIS + 2, y + 92),
    )
    inside = easel.panel(symmetric(inner), lining.shaded(0.3), volume=0)
    easel.soft(
        [symmetric(inner) * (1, 0.62) + (0, (y - 10) * 0.38)],
        (30, 26, 34),
        blur=22,
        opacity=0.3,
        on=inside,
    )
    seam = trace(
        (AXIS + 2, y + 84),
        (AXIS + 48, y + 62, x + 12, y + 40, x + 18, y + 10),
        (x + 16, y - 34, AXIS + 70, y - 76, AXIS, y - 76),
    )
    easel.lines([seam, mirrored(seam)], cloth.seam, width=1.3, opacity=0.5)
    return inside
