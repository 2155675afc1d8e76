"""The pair on its ground, and what a shoe stands on. Shoes are drawn from the side, toe right."""

from collections.abc import Callable

from catalog.demo.cloth import Cloth
from catalog.demo.curves import Points, dashes, parallel, trace
from catalog.demo.easel import Easel, Panel
from catalog.demo.palette import RGB, mix

GROUND_LINE = 860


def draw_pair(
    easel: Easel, shoe: Callable[[Easel], None], step: float = 236, last: float = 1.0
) -> None:
    """The same shoe twice, the second `step` pixels further back.

    `last` is the height of the shoe's last: below 1 the same shoe is lower and sleeker.
    """
    easel.place(0.95, 72, GROUND_LINE * (1 - 0.95 * last) - step, last)
    shoe(easel)
    easel.place(1.0, -18, GROUND_LINE * (1 - last), last)
    shoe(easel)
    easel.place(1.0, 0, 0)


def draw_sole(easel: Easel, outline: Points, colour: RGB, *, texture: str = "plain") -> Panel:
    return easel.panel(outline, Cloth(colour, texture=texture), volume=0.8, lift=3)


def draw_flat_sole(
    easel: Easel, colour: RGB, *, thick: float = 42, left: float = 136, right: float = 784
) -> Panel:
    """A cup sole of even thickness with a fine groove, and a line of stitching."""
    top, low = GROUND_LINE - thick, GROUND_LINE
    outline = trace(
        (left + 8, top),
        ((left + right) / 2, top + 9, right - 10, top),
        (right + 6, top + 4, right, low - thick * 0.4),
        (right - 14, low, right - 70, low),
        (left + 30, low),
        (left, low, left, low - thick * 0.5),
        (left, top, left + 8, top),
    )
    sole = draw_sole(easel, outline, colour)
    groove = trace(
        (left + 8, top + thick * 0.62),
        ((left + right) / 2, top + thick * 0.62 + 5, right - 6, top + thick * 0.5),
    )
    easel.lines([groove], sole.cloth.seam, width=1.8, opacity=0.5, on=sole)
    easel.lines(
        dashes(parallel(groove, -thick * 0.28), 6, 5),
        sole.cloth.seam,
        width=1.3,
        opacity=0.5,
        on=sole,
    )
    return sole


def draw_runner_sole(easel: Easel, colour: RGB, tread: RGB) -> None:
    """A deep foam sole, thicker under the heel, over a darker tread."""
    low = GROUND_LINE
    tread_line = trace(
        (140, low - 22),
        (400, low - 12),
        (640, low - 14),
        (760, low - 20, 792, low - 54),
        (786, low - 22, 720, low),
        (420, low),
        (400, low - 7),
        (360, low - 7),
        (340, low),
        (160, low),
        (140, low - 4, 140, low - 22),
    )
    draw_sole(easel, tread_line, tread)
    foam = trace(
        (132, low - 84),
        (250, low - 66, 400, low - 54),
        (600, low - 40, 786, low - 60),
        (800, low - 40, 760, low - 20),
        (640, low - 10, 400, low - 12),
        (200, low - 14, 146, low - 14),
        (118, low - 40, 132, low - 84),
    )
    sole = draw_sole(easel, foam, colour)
    waves = [
        trace(
            (150, low - 44 + d),
            (330, low - 62 + d, 430, low - 32 + d * 0.7),
            (560, low - 10 + d * 0.3, 760, low - 40 + d * 0.4),
        )
        for d in (0, 13)
    ]
    easel.lines(waves, sole.cloth.seam, width=[0.4, 2.4, 0.4], opacity=0.5, on=sole)


def draw_heeled_sole(
    easel: Easel,
    colour: RGB,
    *,
    thin: float = 24,
    heel: float = 40,
    left: float = 150,
    right: float = 776,
) -> None:
    """A thin sole with a low stacked heel."""
    low = GROUND_LINE
    base = low - heel + thin
    sole = trace(
        (left + 4, base - thin),
        ((left + right) / 2, base - thin + 6, right - 8, base - thin + heel * 0.24),
        (right + 8, low - thin * 0.6, right - 20, low),
        (520, low),
        (400, low - 2, 330, base + 2),
        (left + 6, base),
        (left, base - thin * 0.5, left + 4, base - thin),
    )
    draw_sole(easel, sole, colour)
    block = trace(
        (left + 2, base - 3),
        (left + 174, base - 3),
        (left + 164, low),
        (left + 10, low),
        (left + 2, base - 3),
    )
    panel = draw_sole(easel, block, mix(colour, (0, 0, 0), 0.16))
    layers = [trace((left, y), (left + 176, y)) for y in (base + heel * 0.16, base + heel * 0.3)]
    easel.lines(layers, panel.cloth.seam, width=1.2, opacity=0.4, on=panel)
