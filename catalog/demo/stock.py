"""How much of each size is left: a seeded draw that looks like the middle of a season."""

from zlib import crc32

import numpy as np

from catalog.demo.kinds import CORE_SIZES

_GONE, _FRESH = 0.05, 0.14  # shares of products sold out entirely, and not at all
_CORE, _EDGE = 0.41, 0.2  # chance that a core size, and an edge size, is sold out


def stock_of(external_id: str, sizes: tuple[str, ...]) -> dict[str, int]:
    """Size label -> pieces on hand, 0 to 15; the same for the same product every time.

    Core sizes go first, so the middle of a scale is sold out more often than its ends.
    """
    random = np.random.default_rng(crc32(external_id.encode()))
    fate = random.random()
    if fate < _GONE:
        return dict.fromkeys(sizes, 0)
    return {size: _left(random, size, sells=fate >= _GONE + _FRESH) for size in sizes}


def _left(random: np.random.Generator, size: str, sells: bool) -> int:
    chance = _CORE if size in CORE_SIZES else _EDGE
    gone, pieces = random.random() < chance, int(random.integers(1, 16))
    return 0 if gone and sells else pieces
