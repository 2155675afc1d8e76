"""A shop of synthetic products for the search benchmark, everything from one seed.

The vectors are shaped like the shipped encoder's on 39,938 real products: a curved surface of low
dimension with types on it, models on the types and a model's near-duplicates around it. There the
nearest other product is at a cosine of .95 on average, the 10th at .90, the 100th at .82, the
1,000th at .62, any two at .26; here .94, .90, .74, .61 and .22 (40,000 rows).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

TYPES = 40
SECTIONS = ("clothing", "shoes", "accessories", "other")
#: Sizes 1-8, 9-16 … are those of the types of one section.
SIZES_PER_SECTION = 8
LATENT, HIDDEN, PER_MODEL = 16, 96, 20
STOCK_LEVELS = (5, 30, 80)  # percent of the products that are in stock in some size


@dataclass(frozen=True)
class Shop:
    """n products; arrays of n but for `queries`, whose vectors are of products that it lacks."""

    vectors: np.ndarray  # (n, d) float32, unit
    types: np.ndarray
    cents: np.ndarray
    draw: np.ndarray  # 0..1: in stock at a level of p percent where below p / 100
    sizes: np.ndarray  # (n, 8) bool: the sizes in stock, where anything is
    queries: np.ndarray  # (q, d)
    query_types: np.ndarray

    def __len__(self) -> int:
        return len(self.vectors)

    @property
    def sections(self) -> np.ndarray:
        """(n,) places in SECTIONS."""
        return self.types % len(SECTIONS)

    def in_stock(self, percent: int) -> np.ndarray:
        return self.draw < percent / 100

    def size_bits(self, row: int) -> str:
        start = 1 + SIZES_PER_SECTION * int(self.sections[row])
        return "0" * start + "".join("01"[int(size)] for size in self.sizes[row])


def make_shop(
    rows: int, dim: int, queries: int, seed: int, given: np.ndarray | None = None
) -> Shop:
    """given: (m, d) vectors of one's own instead of synthetic ones, m > queries."""
    rng = np.random.default_rng(seed)
    if given is None:
        vectors, types = synthetic(rows + queries, dim, rng)
    else:
        vectors = unit(given.astype(np.float32))[rng.permutation(len(given))[: rows + queries]]
        types = nearest_centre(vectors, rng)
    n = len(vectors) - queries
    sizes = rng.random((n, SIZES_PER_SECTION)) < 0.4
    sizes[np.arange(n), rng.integers(SIZES_PER_SECTION, size=n)] = True
    return Shop(
        vectors=vectors[:n],
        types=types[:n],
        cents=(np.exp(rng.normal(3.6, 0.6, n)) * 100).astype(int),
        draw=rng.random(n),
        sizes=sizes,
        queries=vectors[n:],
        query_types=types[n:],
    )


def synthetic(n: int, dim: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """(n, dim) unit vectors and the type of each; large types are several times the small ones."""
    weights = 1 / (np.arange(TYPES) + 3.0)
    models = max(1, n // PER_MODEL)
    type_of_model = rng.choice(TYPES, models, p=weights / weights.sum())
    centres = rng.standard_normal((TYPES, LATENT))
    places = centres[type_of_model] + rng.standard_normal((models, LATENT))
    model = rng.integers(models, size=n)
    nearness = 0.35 * np.exp(0.8 * rng.standard_normal((n, 1)))
    first = rng.standard_normal((LATENT, HIDDEN)) / np.sqrt(LATENT)
    second = rng.standard_normal((HIDDEN, dim)) / np.sqrt(HIDDEN)
    bias, common = 0.3 * rng.standard_normal(HIDDEN), unit(rng.standard_normal(dim))
    out = np.empty((n, dim), dtype=np.float32)
    for start in range(0, n, 20_000):
        part = slice(start, start + 20_000)
        z = places[model[part]] + nearness[part] * rng.standard_normal((len(model[part]), LATENT))
        surface = unit(np.tanh(1.2 * (z @ first + bias)) @ second)
        noise = 0.12 * rng.standard_normal(surface.shape) / np.sqrt(dim)
        out[part] = unit(surface + 0.5 * common + noise)
    return out, type_of_model[model]


def nearest_centre(vectors: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Types for vectors that come without any: the nearest of 40 of them."""
    centres = vectors[rng.choice(len(vectors), TYPES, replace=False)]
    return (vectors @ centres.T).argmax(axis=1)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
