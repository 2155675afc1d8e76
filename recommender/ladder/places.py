"""Where a product stands on the ladder: which wishes it misses, and the rung that gives them up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from catalog.colours.families import colour_family
from recommender.ladder.modes import much_the_same
from recommender.ladder.rungs import Rung
from recommender.ranking.candidates import Candidate


@dataclass(frozen=True)
class Places:
    """Where on a ladder a product stands, by the wishes that it misses."""

    rungs: tuple[Rung, ...]

    @cached_property
    def given_up(self) -> tuple[frozenset[str], ...]:
        """By rung."""
        return tuple(frozenset(rung.relaxed) for rung in self.rungs)

    @cached_property
    def least(self) -> float:
        """The cosine below which nothing looks alike, whatever its colour is called."""
        return max((rung.step.least for rung in self.rungs), default=-1.0)

    @cached_property
    def told(self) -> dict[tuple[tuple[str, ...], bool], int]:
        """Where those stand that were asked about: of a pool many miss the same."""
        return {}

    def of(self, missed: tuple[str, ...], is_of_its_model: bool = False) -> int:
        """The number of the first rung that takes it; the last one for what stands on none, which
        is a pin from elsewhere."""
        key = missed, is_of_its_model
        if key not in self.told:
            self.told[key] = self._of(*key)
        return self.told[key]

    def _of(self, missed: tuple[str, ...], is_of_its_model: bool) -> int:
        counted = frozenset().union(*self.given_up).intersection(missed)
        takes = (
            is_of_its_model if rung.is_of_its_model else counted <= given_up
            for rung, given_up in zip(self.rungs, self.given_up, strict=True)
        )
        last = len(self.rungs) - 1
        return next((place for place, does in enumerate(takes) if does), last)


def unmet(wanted: Candidate, offered: Candidate) -> tuple[str, ...]:
    """The wishes that this product does not meet, in the order in which they are usually given
    up."""
    low, high = much_the_same(wanted.price)
    missed = []
    if not low <= offered.price <= high:
        missed.append("price")
    if wanted.season not in ("", offered.season):
        missed.append("season")
    if wanted.usage not in ("", offered.usage):
        missed.append("use")
    if wanted.colour not in ("", offered.colour):
        is_shade = colour_family(wanted.colour) == colour_family(offered.colour)
        missed.append("shade" if is_shade else "colour")
    if wanted.product_type_id != offered.product_type_id:
        missed.append("type")
    return tuple(missed)
