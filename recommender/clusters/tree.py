"""A tree of clusters, walked from the root: every cluster is a stretch of one row of products."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

#: Clusters that are seen before anything is opened.
AT_FIRST = 12


@dataclass(frozen=True)
class Tree:
    """Nodes are numbers: below n a product, above it a cluster; the last one is the root."""

    leaves: np.ndarray  # (n,) keys of products
    joins: np.ndarray  # (n - 1, 4): two nodes, the height where they join, how many products

    @property
    def root(self) -> int:
        return len(self.leaves) + len(self.joins) - 1

    def __contains__(self, node: int) -> bool:
        return 0 <= node <= self.root

    def children(self, node: int) -> tuple[int, ...]:
        if node < len(self.leaves):
            return ()
        one, other = self.joins[node - len(self.leaves), :2]
        return int(one), int(other)

    def height(self, node: int) -> float:
        """How unlike its two halves are; 0 of a product."""
        is_product = node < len(self.leaves)
        return 0.0 if is_product else float(self.joins[node - len(self.leaves), 2])

    def size(self, node: int) -> int:
        return 1 if node < len(self.leaves) else int(self.joins[node - len(self.leaves), 3])

    @cached_property
    def row(self) -> np.ndarray:
        """(n,) keys of products, so that those of any cluster stand beside each other."""
        # Half a second that no process of the shop spends at its start: the admin imports this.
        from scipy.cluster.hierarchy import leaves_list

        return self.leaves[leaves_list(self.joins)] if len(self.joins) else self.leaves

    @cached_property
    def starts(self) -> np.ndarray:
        """(nodes,): where in the row each begins."""
        starts = np.zeros(self.root + 1, np.int64)
        for node in range(self.root, len(self.leaves) - 1, -1):
            one, other = self.children(node)
            starts[one] = starts[node]
            starts[other] = starts[node] + self.size(one)
        return starts

    def members(self, node: int) -> np.ndarray:
        """Keys of its products."""
        start = int(self.starts[node])
        return self.row[start : start + self.size(node)]

    def at_first(self) -> frozenset[int]:
        """The clusters that are open: the last ones that joined."""
        opened = min(AT_FIRST - 1, len(self.joins))
        return frozenset(range(self.root - opened + 1, self.root + 1))

    def seen(self, opened: Collection[int], node: int | None = None) -> Iterator[int]:
        """Nodes from the root down, each before what it holds; none under a closed one."""
        node = self.root if node is None else node
        yield node
        if node in opened:
            for child in self.children(node):
                yield from self.seen(opened, child)
