"""Vectors laid out on a plane, so that what looks alike lies together."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from threadpoolctl import threadpool_limits

#: Numbers that a vector is brought down to first; neighbours that count (van der Maaten 2008: 5 to
#: 50); fewest products that t-SNE is asked about.
KEPT, NEIGHBOURS, FEWEST = 50, 30, 50
#: Of more products a sample is laid out: a minute or two for 20,000.
MOST = 20_000


def laid_out(vectors: np.ndarray) -> np.ndarray:
    """(n, d) -> (n, 2) from 0 to 1, the same each time. t-SNE (Barnes-Hut, 2014), begun at the
    principal components, so that what is far apart in the range stays so."""
    if len(vectors) < FEWEST:
        components = PCA(min(2, *vectors.shape), random_state=0).fit_transform(vectors)
        return in_unit_square(np.pad(components, ((0, 0), (0, 2)))[:, :2])
    # One thread: sums in one order, and no threads that spin while they wait on a busy machine.
    with threadpool_limits(1):
        return in_unit_square(by_neighbours(vectors))


def by_neighbours(vectors: np.ndarray) -> np.ndarray:
    fewer = PCA(min(KEPT, *vectors.shape), random_state=0).fit_transform(vectors)
    neighbours = min(NEIGHBOURS, (len(vectors) - 1) / 3)
    map = TSNE(2, perplexity=neighbours, init="pca", random_state=0, max_iter=750)
    return map.fit_transform(fewer)


def in_unit_square(points: np.ndarray) -> np.ndarray:
    """Both ways by one scale, the narrower way in the middle."""
    low, high = points.min(0), points.max(0)
    return (points - (low + high) / 2) / max((high - low).max(), 1e-9) + 0.5
