"""Vectors linked to a tree: at first each by itself, then the two that are nearest join, and so on
until all are one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.cluster.hierarchy import linkage

#: Up to so many products there is one tree of all: memory grows with the square, 3 GB here.
#: Beyond, each type has a tree of its own (of a type with more, a sample), and types are linked.
MOST = 20_000


def linked(vectors: np.ndarray) -> np.ndarray:
    """(n, d) unit vectors -> (n - 1, 4) as scipy has it, by Ward (1963): clusters stay compact,
    where joining by means strings them out."""
    return linkage(vectors, "ward") if len(vectors) > 1 else np.zeros((0, 4))


def linked_by_type(vectors: np.ndarray, types: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """The products that are in the tree, (m,) their places; and the tree of those, (m - 1, 4)."""
    kinds, label = np.unique(types, return_inverse=True)
    dice = np.random.default_rng(0)
    members = [some(np.flatnonzero(label == kind), dice) for kind in range(len(kinds))]
    trees = [linked(vectors[places]) for places in members]
    means = np.stack([vectors[places].mean(0) for places in members])
    return np.concatenate(members), joined(trees, linked(means))


def some(places: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    return places if len(places) <= MOST else np.sort(dice.choice(places, MOST, replace=False))


def joined(trees: Sequence[np.ndarray], top: np.ndarray) -> np.ndarray:
    """One tree of several: leaves in the order of the trees, roots joined as in `top`."""
    sizes = [len(tree) + 1 for tree in trees]
    leaves = sum(sizes)
    rows: list[np.ndarray] = []
    roots: list[int] = []
    first = 0
    for tree, size in zip(trees, sizes, strict=True):
        own = np.concatenate([np.arange(first, first + size), leaves + len(rows) + np.arange(size)])
        rows += [np.array([own[int(a)], own[int(b)], high, n]) for a, b, high, n in tree]
        roots.append(int(own[2 * size - 2]))
        first += size
    counts = dict(zip(roots, sizes, strict=True))
    highest = max((row[2] for row in rows), default=0.0)
    for one, other, height, _ in top:
        a, b = roots[int(one)], roots[int(other)]
        counts[leaves + len(rows)] = counts[a] + counts[b]
        roots.append(leaves + len(rows))
        rows.append(np.array([a, b, highest + height, counts[roots[-1]]]))
    return np.array(rows).reshape(-1, 4)
