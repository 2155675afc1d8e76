"""One card per model: its colourways, and pictures that are all but the same, become swatches.

What a merchandiser has said of two near-duplicates goes before what they look like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from recommender.ranking.candidates import Candidate
from recommender.ranking.same_model import is_same_model

#: Cosine from which on two pictures of a brand show the same thing: of such pairs .91 have one
#: colour and .56 one title, and one product in thirty is in one (5,346 products; docs/quality.md).
SAME_PICTURE = 0.99
MOST_SWATCHES = 4


@dataclass
class Group:
    best: Candidate
    others: list[Candidate] = field(default_factory=list)

    @property
    def ids(self) -> set[int]:
        return {self.best.product_id, *(each.product_id for each in self.others)}

    @property
    def on_card(self) -> list[Candidate]:
        """Itself and its first swatches."""
        return [self.best, *self.others[:MOST_SWATCHES]]

    def takes(self, candidate: Candidate) -> bool:
        """A pin has a card of its own, whatever it looks like. A card is of one size: what fits
        otherwise is no swatch of it."""
        if candidate.is_pinned or candidate.size_id != self.best.size_id:
            return False
        if candidate.product_id in self.best.other_models:
            return False
        return is_same_model(self.best, candidate) or looks_the_same(self.best, candidate)


def looks_the_same(one: Candidate, other: Candidate) -> bool:
    """Whether a brand shows the same thing twice. Two brands' plain black shirts are two offers."""
    if one.brand_id is None or one.brand_id != other.brand_id:
        return False
    if one.product_type_id != other.product_type_id or one.vector is None or other.vector is None:
        return False
    return float(one.vector @ other.vector) >= SAME_PICTURE


def grouped(
    candidates: Sequence[Candidate], fewest: int, one_per_model: bool = True
) -> list[Group]:
    """Each with its swatches, in the order given, the best of a group first.

    No fewer than `fewest` groups where there are so many candidates: rather the same model twice
    than a place left empty.
    """
    groups: list[Group] = []
    spare = len(candidates) - fewest if one_per_model else 0
    for candidate in candidates:
        group = spare > 0 and next((each for each in groups if each.takes(candidate)), None)
        if group:
            group.others.append(candidate)
            spare -= 1
        else:
            groups.append(Group(candidate))
    return groups
