"""Where a product stands on the ladder: which wishes it misses, and the rung that gives them up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from catalog.colours.families import colour_family
from recommender.ladder.modes import Mode, much_the_same, replaced_by
from recommender.ladder.rungs import Rung
from recommender.ladder.settings import LIKENESS
from recommender.ranking.candidates import NOWHERE, Candidate
from recommender.ranking.same_model import is_same_model


@dataclass(frozen=True)
class Places:
    """Where on a ladder a product stands, by the wishes that it misses."""

    rungs: tuple[Rung, ...]

    @cached_property
    def given_up(self) -> tuple[frozenset[str], ...]:
        """By rung."""
        return tuple(frozenset(rung.relaxed) for rung in self.rungs)

    @cached_property
    def told(self) -> dict[tuple[tuple[str, ...], bool], int]:
        """Where those stand that were asked about: of a pool many miss the same."""
        return {}

    def of(self, missed: tuple[str, ...], is_of_its_model: bool = False) -> int:
        """The number of the first rung that takes it, or NOWHERE."""
        key = missed, is_of_its_model
        if key not in self.told:
            self.told[key] = self._of(*key)
        return self.told[key]

    def _of(self, missed: tuple[str, ...], is_of_its_model: bool) -> int:
        takes = (
            is_of_its_model if rung.is_of_its_model else given_up.issuperset(missed)
            for rung, given_up in zip(self.rungs, self.given_up, strict=True)
        )
        return next((place for place, does in enumerate(takes) if does), NOWHERE)


def unmet(
    wanted: Candidate, offered: Candidate, mode: Mode = Mode.CLOSEST, least: float = -1.0
) -> tuple[str, ...]:
    """The wishes that this product does not meet, in the order in which they are usually given
    up; not those that the mode replaces. least: the cosine from which on things look alike."""
    replaced = replaced_by(mode)
    return tuple(wish for wish in missing(wanted, offered, least) if wish not in replaced)


def missing(wanted: Candidate, offered: Candidate, least: float) -> Iterator[str]:
    low, high = much_the_same(wanted.price)
    if offered.currency != wanted.currency or not low <= offered.price <= high:
        yield "price"
    if wanted.season not in ("", offered.season):
        yield "season"
    if wanted.usage not in ("", offered.usage):
        yield "use"
    if wanted.colour and wanted.colour.casefold() != offered.colour.casefold():
        is_shade = colour_family(wanted.colour) == colour_family(offered.colour)
        yield "shade" if is_shade else "colour"
    if offered.similarity < least and not is_same_model(wanted, offered):
        yield LIKENESS
    if wanted.product_type_id != offered.product_type_id:
        yield "type"
