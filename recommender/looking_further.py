"""Looking further: one answer after another, none of which shows what one before it showed."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.models import Variant
from recommender.ladder.rungs import NAMES, Mode
from recommender.ranking.shopper import Shopper
from recommender.ranking.stages import POOL, Asked, Ranking, rank
from recommender.ranking.wanted import Wanted, wanted
from recommender.substitutes import Answer, present


@dataclass(frozen=True)
class Look:
    answer: Answer = ()
    further: int | None = None  # rungs that the next look leaves out; None where it finds nothing


def look(variant: Variant, mode: Mode = Mode.CLOSEST, further: int = 0) -> Look:
    """What stands in for `variant` without the first `further` rungs, and without what she was
    shown on the way down there. The looks before are taken again: one a rung at most.
    """
    garment = wanted(variant)
    if garment is None:
        return Look()
    looks = Looks(garment, mode)
    looks.go_down_to(further)
    ranking = looks.take(further)
    answer, following = present(garment, ranking), below(ranking)
    if following is None or not (is_full(ranking, following) or looks.take(following).shown):
        return Look(answer)
    return Look(answer, following)


@dataclass
class Looks:
    """Of one shopper at one garment."""

    garment: Wanted
    mode: Mode
    seen: set[int] = field(default_factory=set)  # products

    def take(self, further: int) -> Ranking:
        shopper = Shopper(leave_out=tuple(sorted(self.seen)))
        ranking = rank(self.garment, Asked(mode=self.mode, further=further, shopper=shopper))
        self.seen |= {each.product_id for group in ranking.shown for each in group.on_card}
        return ranking

    def go_down_to(self, further: int) -> None:
        """Takes the looks that lead there."""
        at: int | None = 0
        while at is not None and at < further:
            at = below(self.take(at))


def below(ranking: Ranking) -> int | None:
    """The rung under the first that something is shown of; None where nothing is."""
    return min((group.best.rung + 1 for group in ranking.shown), default=None)


def is_full(ranking: Ranking, further: int) -> bool:
    """Whether the pool is all that was asked for, and there are rungs below: a shop that has so
    much has something there as well, and need not be asked."""
    rungs = sum(rung.name != NAMES["size"] for rung in ranking.rungs)
    return further < rungs and sum(len(group.ids) for group in ranking.groups) >= POOL * Asked.k
