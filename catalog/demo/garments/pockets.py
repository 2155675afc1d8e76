"""Pockets: patch, flap, welt, kangaroo and the curved ones of jeans."""

from catalog.demo.cloth import Cloth
from catalog.demo.curves import AXIS, Points, mirrored, parallel, symmetric, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.palette import RGB


def patch(x: float, y: float, width: float, height: float, point: float = 14) -> Points:
    """A sewn-on pocket with its top left corner at (x, y) and a pointed bottom."""
    return trace(
        (x, y),
        (x + width, y),
        (x + width, y + height - point),
        (x + width / 2, y + height),
        (x, y + height - point),
        (x, y),
    )


def draw_patch(
    easel: Easel, outline: Points, cloth: Cloth, stitch: RGB | None = None, hem: float = 16
) -> Panel:
    pocket = easel.panel(outline, cloth, volume=0.35, lift=2, line=1.4)
    low, high = outline.min(axis=0), outline.max(axis=0)
    easel.lines(
        [trace((low[0], low[1] + hem), (high[0], low[1] + hem))],
        stitch or cloth.seam,
        width=1.3,
        opacity=0.55,
        on=pocket,
    )
    return pocket


def draw_flap(
    easel: Easel,
    x: float,
    y: float,
    width: float,
    cloth: Cloth,
    depth: float = 34,
    slant: float = 0,
) -> Panel:
    """A flap over a pocket opening; `slant` lowers its outer end."""
    outline = trace(
        (x, y),
        (x + width, y + slant),
        (x + width, y + slant + depth - 8),
        (x + width, y + slant + depth, x + width - 10, y + slant + depth),
        (x + 10, y + depth),
        (x, y + depth, x, y + depth - 8),
        (x, y),
    )
    return easel.panel(outline, cloth, volume=0.5, lift=4, line=1.4)


def draw_welt(
    easel: Easel,
    x: float,
    y: float,
    width: float,
    cloth: Cloth,
    slant: float = -8,
    depth: float = 15,
) -> Panel:
    """A narrow band round a slit, as on a jacket's breast."""
    outline = trace(
        (x, y), (x + width, y + slant), (x + width, y + slant + depth), (x, y + depth), (x, y)
    )
    return easel.panel(outline, cloth, volume=0.3, lift=2, line=1.4)


def draw_slits(
    easel: Easel, slits: list[Points], on: Panel | None = None, cloth: Cloth | None = None
) -> None:
    """Openings set in a seam, right and left: a dark line with a stitched edge."""
    seam = cloth.seam if cloth else (70, 60, 60)
    both = [path for slit in slits for path in (slit, mirrored(slit))]
    easel.lines(both, seam, width=[1.4, 3.2, 1.4], opacity=0.75, on=on)


def draw_kangaroo(
    easel: Easel, cloth: Cloth, top: float, bottom: float, width: float = 116
) -> None:
    """The shared pouch on the belly of a hoodie."""
    half = trace(
        (AXIS, top),
        (AXIS + width * 0.62, top),
        (AXIS + width * 0.7, (top + bottom) / 2 - 20, AXIS + width, bottom - 46),
        (AXIS + width, bottom),
        (AXIS, bottom),
    )
    pouch = easel.panel(symmetric(half), cloth, volume=0.5, lift=4)
    edge = parallel(half[2:16], 9)
    easel.lines([edge, mirrored(edge)], cloth.seam, width=1.3, opacity=0.5, on=pouch)


def jeans_pocket(waist: float, top: float) -> Points:
    """The curved front pocket on the right hip; `waist` is the half width at height `top`."""
    x = AXIS + waist
    return trace((x - 74, top), (x - 70, top + 62, x + 6, top + 70))
