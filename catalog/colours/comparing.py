"""How far apart two colours, or two garments' colours, look."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from basic_colormath import get_deltas_e_lab

from .palette import Palette


def ciede2000(some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(..., 3) and (..., 3) CIELAB, broadcast -> (...) CIEDE2000. 1 is just visible, 100 is far.

    Sharma, Wu, Dalal: "The CIEDE2000 color-difference formula" (2005).
    """
    one, other = np.broadcast_arrays(some, others)
    # The library takes rows of colours, not a single one.
    apart = get_deltas_e_lab(one.reshape(-1, 3), other.reshape(-1, 3))
    return apart.reshape(one.shape[:-1])


@lru_cache(maxsize=65_536)  # a garment is compared with its neighbours each time it is looked at
def colour_distance(palette: Palette, other: Palette) -> float:
    """CIEDE2000 between the garments' own colours, share against share; 0 is the same.

    The least total of share x difference that turns one palette into the other, found greedily,
    nearest colours first: black with a red trim is near black, and far from red with a black trim.
    Raises ValueError for a palette without colours.
    """
    if not palette or not other:
        raise ValueError("a palette without colours is as far from others as one likes")
    apart = ciede2000(_labs(palette)[:, None], _labs(other)[None])
    left, wanted = [c.share for c in palette], [c.share for c in other]
    total = 0.0
    for at in np.argsort(apart, axis=None, kind="stable"):
        row, column = divmod(int(at), len(other))
        moved = min(left[row], wanted[column])
        left[row] -= moved
        wanted[column] -= moved
        total += moved * float(apart[row, column])
    return total


def colour_distances(palette: Palette, others: Sequence[Palette]) -> np.ndarray:
    """(n,) `colour_distance` to each of n palettes at once; nan where either has no colours.

    Not to be written into.
    """
    return _distances(palette, tuple(others))


@lru_cache(maxsize=512)  # what lies near a garment is mostly what lay there when it was asked last
def _distances(palette: Palette, others: tuple[Palette, ...]) -> np.ndarray:
    found = np.full(len(others), np.nan)
    there = [at for at, other in enumerate(others) if other]
    if not palette or not there:
        return found
    most = max(len(others[at]) for at in there)
    labs, wanted = np.zeros((len(there), most, 3)), np.zeros((len(there), most))
    for row, at in enumerate(there):
        labs[row, : len(others[at])] = _labs(others[at])
        wanted[row, : len(others[at])] = [colour.share for colour in others[at]]
    apart = ciede2000(_labs(palette)[None, :, None], labs[:, None])
    shares = np.array([colour.share for colour in palette])
    found[there] = _moved(apart, np.tile(shares, (len(there), 1)), wanted)
    found.flags.writeable = False
    return found


def _moved(apart: np.ndarray, left: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """apart: (n, a, b); left: (n, a) and wanted: (n, b) shares, emptied on the way -> (n,)"""
    rows, total = np.arange(len(apart)), np.zeros(len(apart))
    order = np.argsort(apart.reshape(len(apart), -1), axis=1, kind="stable")
    for at in order.T:
        one, other = np.divmod(at, apart.shape[2])
        moved = np.minimum(left[rows, one], wanted[rows, other])
        left[rows, one] -= moved
        wanted[rows, other] -= moved
        total += moved * apart[rows, one, other]
    return total


def _labs(palette: Palette) -> np.ndarray:
    return np.array([colour.lab for colour in palette])
