"""How far clusters found by looks agree with what the shop calls things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster

CUTS = (10, 30, 100, 300)


@dataclass(frozen=True)
class Purity:
    """Shares of products that are of the commonest type, or colour, of their cluster; and what
    clusters of the same sizes come to with products drawn by chance."""

    clusters: int
    types: float
    colours: float
    types_by_chance: float
    colours_by_chance: float


def purities(tree: np.ndarray, types: Sequence[str], colours: Sequence[str]) -> list[Purity]:
    return [
        purity(fcluster(tree, clusters, "maxclust"), types, colours)
        for clusters in CUTS
        if clusters <= len(tree)
    ]


def purity(labels: np.ndarray, types: Sequence[str], colours: Sequence[str]) -> Purity:
    """Products whose colour is not known are left out of what is said of colours."""
    mixed = np.random.default_rng(0).permutation(labels)
    known = np.array([bool(colour) for colour in colours])
    named = [colour for colour in colours if colour]
    figures = (
        pure(labels, types), pure(labels[known], named),
        pure(mixed, types), pure(mixed[known], named),
    )  # fmt: skip
    return Purity(len(set(labels.tolist())), *(round(figure, 3) for figure in figures))


def pure(labels: np.ndarray, names: Sequence[str]) -> float:
    by_cluster: dict[int, Counter[str]] = {}
    for label, name in zip(labels.tolist(), names, strict=True):
        by_cluster.setdefault(label, Counter())[name] += 1
    right = sum(counted.most_common(1)[0][1] for counted in by_cluster.values())
    return right / max(len(names), 1)
