"""What only knitting has: ribbed hems, cables, patterned yokes."""

import numpy as np

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, resampled, shifted, spline, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.garments.bodice import Frame, draw_ribs, whole
from catalog.demo.palette import RGB, light_of, shadow_of


def draw_ribbed_hem(easel: Easel, frame: Frame, cloth: Cloth, height: float) -> None:
    """A ribbed band at the bottom, drawn in a little."""
    half = trace(
        (AXIS, frame.length + frame.dip - height),
        (
            AXIS + frame.hem * 0.6,
            frame.length - height + frame.dip,
            AXIS + frame.hem + 1,
            frame.length - height,
        ),
        (AXIS + frame.hem + 1, frame.length - height * 0.6, AXIS + frame.hem + 1, frame.length + 4),
        (AXIS + frame.hem * 0.5, frame.length + frame.dip + 3, AXIS, frame.length + frame.dip + 3),
    )
    band = easel.panel(symmetric(half), cloth.solid().of("plain"), volume=0.7, line=1.4)
    middle = trace(
        (AXIS, frame.length + frame.dip - height / 2),
        (
            AXIS + frame.hem * 0.6,
            frame.length - height / 2 + frame.dip,
            AXIS + frame.hem,
            frame.length - height / 2,
        ),
    )
    draw_ribs(easel, whole(middle), height * 1.05, band)


def draw_cables(easel: Easel, frame: Frame, body: Panel) -> None:
    """Twisted cables down the front, each between two purl ridges."""
    top, bottom = frame.top + 40, frame.length - 50
    heights = np.linspace(top, bottom, 90)
    for x in (AXIS - 104, AXIS, AXIS + 104):
        wave = 17 * np.sin((heights - top) * 2 * np.pi / 104)
        strands = [np.column_stack([x + side * wave, heights]) for side in (-1, 1)]
        cloth = body.cloth
        easel.lines(
            [shifted(s, 4, 2) for s in strands],
            shadow_of(cloth.colour),
            width=19,
            opacity=0.3,
            on=body,
        )
        easel.lines(strands, light_of(cloth.colour), width=13, opacity=0.34, on=body)
        easel.lines(
            [shifted(s, dx, 0) for s in strands for dx in (-8, 8)],
            cloth.seam,
            width=1.5,
            opacity=0.42,
            on=body,
        )
        ridges = [trace((x + dx, top - 20), (x + dx, bottom)) for dx in (-36, 36)]
        easel.lines(ridges, shadow_of(cloth.colour), width=5, opacity=0.3, on=body)


def draw_yoke(easel: Easel, frame: Frame, body: Panel, colour: RGB) -> None:
    """Rings of small motifs around the neck, as in the knitting of the north."""
    for ring, (reach, size) in enumerate(((92, 6), (116, 10), (146, 14), (178, 9), (202, 5))):
        turn = np.radians(np.linspace(2, 178, 120))
        arc = spline(
            [
                (
                    AXIS + (frame.neck + reach) * np.cos(a),
                    frame.top - 26 + (reach + 26) * np.sin(a) * 1.06,
                )
                for a in turn[::8]
            ]
        )
        places = resampled(arc, int(reach / size * 1.55))
        tall = size * (1.25 if ring % 2 else 0.9)
        motif = np.array([[0, -tall], [size * 0.62, 0], [0, tall], [-size * 0.62, 0]])
        easel.shapes([motif + place for place in places], colour, opacity=0.92, on=body)
