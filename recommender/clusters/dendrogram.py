"""Where the branches of an opened tree are drawn."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from recommender.clusters.tree import Tree

#: px: a row, where the root stands, where the pictures begin.
ROW, ROOT, PICTURES = 76, 24, 420


@dataclass(frozen=True)
class Branch:
    node: int
    is_open: bool
    is_product: bool
    x: int  # px, where it forks, or where its row begins
    y: int
    above: int  # px, where its first and last child stand; its own y where it is closed
    below: int
    from_x: int  # where its parent forks


@dataclass(frozen=True)
class Dendrogram:
    tree: Tree
    opened: Collection[int]

    @cached_property
    def rows(self) -> list[int]:
        """Closed clusters and products, from above."""
        return [node for node in self.tree.seen(self.opened) if not self.is_open(node)]

    @property
    def height(self) -> int:
        return ROW * len(self.rows)

    def is_open(self, node: int) -> bool:
        return node in self.opened and bool(self.tree.children(node))

    @cached_property
    def branches(self) -> list[Branch]:
        """Each before those it holds."""
        lines = {node: ROW * number + ROW // 2 for number, node in enumerate(self.rows)}
        found: dict[int, Branch] = {}
        self.place(self.tree.root, ROOT - 16, lines, found)
        return sorted(found.values(), key=lambda branch: -branch.node)

    def place(self, node: int, from_x: int, lines: dict[int, int], found: dict[int, Branch]) -> int:
        """Returns the height at which it stands, in px from above."""
        x, children = self.across(node), self.tree.children(node)
        if self.is_open(node):
            ends = [self.place(child, x, lines, found) for child in children]
            above, below, y = min(ends), max(ends), sum(ends) // 2
        else:
            above = below = y = lines[node]
        found[node] = Branch(node, self.is_open(node), not children, x, y, above, below, from_x)
        return y

    def across(self, node: int) -> int:
        """The less alike its halves, the further to the left it forks."""
        tallest = self.tree.height(self.tree.root) or 1.0
        share = 1 - (self.tree.height(node) / tallest) ** 0.5
        return round(ROOT + share * (PICTURES - 60 - ROOT))

    def toggled(self, node: int) -> str:
        """What is open once this one has been opened or closed, as the page's address has it."""
        opened = set(self.opened) ^ {node}
        return ",".join(str(each) for each in self.tree.seen(opened) if each in opened) or "none"
