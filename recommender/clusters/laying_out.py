"""Vectors laid out on a plane, so that what looks alike lies together."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

#: Numbers that a vector is brought down to first; neighbours that count (van der Maaten 2008: 5 to
#: 50); fewest products that t-SNE makes anything of.
KEPT, NEIGHBOURS, FEWEST = 50, 30, 10
#: Of more products a sample is laid out: a minute or two for 20,000.
MOST = 20_000


def laid_out(vectors: np.ndarray) -> np.ndarray:
    """(n, d) -> (n, 2) from 0 to 1, the same each time. t-SNE (Barnes-Hut, 2014), begun at the
    principal components, so that what is far apart in the range stays so."""
    if len(vectors) < FEWEST:
        return in_unit_square(np.pad(vectors, ((0, 0), (0, 2)))[:, :2].astype(np.float64))
    fewer = PCA(min(KEPT, *vectors.shape), random_state=0).fit_transform(vectors)
    neighbours = min(NEIGHBOURS, (len(vectors) - 1) / 3)
    map = TSNE(2, perplexity=neighbours, init="pca", random_state=0, max_iter=750)
    return in_unit_square(map.fit_transform(fewer))


def in_unit_square(points: np.ndarray) -> np.ndarray:
    low, high = points.min(0), points.max(0)
    return (points - low) / np.maximum(high - low, 1e-9)
