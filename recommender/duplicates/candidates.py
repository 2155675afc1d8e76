"""Pairs of pictures worth comparing, without comparing all with all.

Perceptual hashes that nearly agree name some, the vectors' nearest neighbours the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from recommender.duplicates.fingerprint import Fingerprint

#: Bits in which two hashes may differ; and parts of a hash, one of which has to be equal.
MOST_BITS, PARTS = 10, 4
#: Where many have one part in common, each is compared with so many beside it, sorted by the whole.
BESIDE = 24
#: Neighbours by vector that are looked at, and the cosine they need. Crops come to .80 and more.
NEIGHBOURS, LEAST_COSINE = 12, 0.8

Pairs = set[tuple[int, int]]


def by_hash(prints: Sequence[Fingerprint]) -> Pairs:
    """Places of pairs, the smaller first. Sorts, so it grows as n log n."""
    own = np.array([each.hash for each in prints], np.uint64)
    mirrored = np.array([each.mirrored_hash for each in prints], np.uint64)
    hashes = np.concatenate([own, mirrored])
    places = np.tile(np.arange(len(prints)), 2)
    width = np.uint64(64 // PARTS)
    found: Pairs = set()
    for part in range(PARTS):
        shift = np.uint64(part) * width
        keys = hashes << (np.uint64(64) - width - shift) >> (np.uint64(64) - width)
        order = np.lexsort((hashes, keys))
        found |= set(beside_each_other(keys[order], hashes[order], places[order]))
    return found


def beside_each_other(
    keys: np.ndarray, hashes: np.ndarray, places: np.ndarray
) -> Iterator[tuple[int, int]]:
    """keys, hashes, places: (n,), sorted."""
    for away in range(1, min(BESIDE, len(keys) - 1) + 1):
        is_near = (keys[away:] == keys[:-away]) & (places[away:] != places[:-away])
        is_near &= np.bitwise_count(hashes[away:] ^ hashes[:-away]) <= MOST_BITS
        one, other = places[away:][is_near], places[:-away][is_near]
        yield from zip(
            np.minimum(one, other).tolist(), np.maximum(one, other).tolist(), strict=True
        )


def by_vector(vectors: np.ndarray, rows: int = 1024) -> Pairs:
    """Of (n, d) unit vectors at hand, by comparing all: for measuring. A shop asks its search."""
    found: Pairs = set()
    for start in range(0, len(vectors), rows):
        block = vectors[start : start + rows] @ vectors.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -1
        nearest = np.argpartition(-block, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        for row, others in enumerate(nearest, start):
            near = others[block[row - start, others] >= LEAST_COSINE]
            found |= {(min(row, int(other)), max(row, int(other))) for other in near}
    return found
