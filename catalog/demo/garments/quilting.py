"""Quilting: the seams of a puffer and the puffs between them."""

import numpy as np

from catalog.demo.curves import Points, resampled, shifted, trace
from catalog.demo.easel import Easel, Panel


def draw_channel(easel: Easel, body: Panel, seam: Points, height: float) -> None:
    """One quilting seam: shade below the puff above it, light on the puff under it."""
    shade = body.cloth.shaded(0.5).colour
    easel.soft(
        [np.vstack([seam - (0, height * 0.3), seam[::-1]])], shade, blur=8, opacity=0.34, on=body
    )
    easel.soft(
        [np.vstack([shifted(seam, 0, height * 0.16), shifted(seam[::-1], 0, height * 0.44)])],
        (255, 252, 246),
        blur=9,
        opacity=0.2,
        on=body,
    )
    easel.lines([seam], body.cloth.seam, width=1.8, opacity=0.75, on=body)
    ticks = [trace((x, y), (x + 3, y - 11)) for x, y in resampled(seam, 24)]
    easel.lines(ticks, body.cloth.seam, width=[1.4, 0.2], opacity=0.4, on=body)
