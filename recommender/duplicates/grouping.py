"""Pairs that are the same picture, joined to groups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from scipy.cluster.hierarchy import DisjointSet

from recommender.duplicates.comparing import Comparer, Evidence
from recommender.duplicates.fingerprint import Fingerprint

Pair = tuple[int, int]


def same_pictures(
    prints: Sequence[Fingerprint], pairs: Iterable[Pair]
) -> Iterator[tuple[Pair, Evidence]]:
    """Those of the pairs of places that are one picture; of what hangs together already no more
    is compared."""
    others: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        others[one].append(other)
    joined = DisjointSet(range(len(prints)))
    for one in sorted(others):
        comparer = Comparer(prints[one])
        for other in sorted(others[one]):
            if joined.connected(one, other):
                continue
            evidence = comparer.evidence(prints[other])
            if evidence and evidence.is_same_picture:
                joined.merge(one, other)
                yield (one, other), evidence


def groups(pairs: Iterable[Pair]) -> list[list[int]]:
    """Places that hang together, those that stand alone left out."""
    pairs = list(pairs)
    joined = DisjointSet({place for pair in pairs for place in pair})
    for one, other in pairs:
        joined.merge(one, other)
    return sorted(sorted(each) for each in joined.subsets())
