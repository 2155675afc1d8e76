"""Whole outfits by beam search: place after place, the few best drafts are carried on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from catalog.models import Gender, Season
from recommender.outfits.candidates import BODY
from recommender.outfits.fitting_room import TRIED, FittingRoom
from recommender.outfits.garment import Garment
from recommender.outfits.slots import Place

#: Drafts carried on, and pieces added to what is worn.
WIDTH, ADDED = 8, 4
#: Held against a garment in the next look for each look it was in.
AGAIN = 2.0
COLD = (Season.FALL, Season.WINTER)


@dataclass(frozen=True)
class Draft:
    chosen: tuple[int, ...]  # places in `room.all`, what is worn first
    filled: frozenset[str]
    gender: str = ""
    spent: Decimal = Decimal(0)
    total: float = 0.0  # of the scores of its pairs
    pairs: int = 0

    @property
    def score(self) -> float:
        return self.total / max(self.pairs, 1)

    def wearing(self, at: int, one: Garment, gain: float) -> Draft:
        """With one more; `gain` is the sum of its scores with all that is chosen."""
        return Draft(
            chosen=(*self.chosen, at),
            filled=self.filled | one.fills,
            gender=self.gender or ("" if one.gender == Gender.UNISEX else one.gender),
            spent=self.spent + one.price,
            total=self.total + gain,
            pairs=self.pairs + len(self.chosen),
        )


def outfits(room: FittingRoom, n: int, budget: Decimal | None = None) -> list[tuple[int, ...]]:
    """Up to `n` outfits as places in `room.all` of what is added, each unlike those before it.

    `budget` is for all that is added. Nothing for what would leave the body half dressed.
    """
    alone = room.alone.copy()
    found: list[tuple[int, ...]] = []
    for _ in range(n):
        draft = best(room, alone, budget)
        if draft is None or draft.chosen in found:
            break
        found.append(draft.chosen)
        alone[list(draft.chosen)] -= AGAIN
    return [chosen[len(room.worn) :] for chosen in found]


def best(room: FittingRoom, alone: np.ndarray, budget: Decimal | None) -> Draft | None:
    """alone: (n,), what is for or against each garment whatever else is worn."""
    worn = tuple(range(len(room.worn)))
    drafts = [Draft(worn, room.filled, room.person)]
    order = in_order(room)
    for number, place in enumerate(order, start=1):
        left = None if budget is None else budget - needed(room, order[number:])
        drafts = strongest(drafts, room, place, alone, left)
    whole = [draft for draft in drafts if is_whole(room, draft)]
    return max(whole, key=lambda draft: draft.score, default=None)


def needed(room: FittingRoom, to_come: Sequence[str]) -> Decimal:
    """What the cheapest of the body's places that are still to come costs."""
    return sum((room.cheapest(place) for place in to_come if place in BODY), Decimal(0))


def in_order(room: FittingRoom) -> list[str]:
    """The body first; then a layer, a bag, something to finish it, as the season has it."""
    over = [Place.LAYER] if room.worn[0].season in COLD else []
    order = [*BODY, *over, Place.BAG, Place.ACCESSORY, Place.LAYER]
    return [place for place in dict.fromkeys(order) if place in room.places]


def strongest(
    drafts: list[Draft], room: FittingRoom, place: str, alone: np.ndarray, left: Decimal | None
) -> list[Draft]:
    """The drafts with one garment more each, the best of them; as they are where none fits.

    No place stays empty that could be filled for the money that is `left`.
    """
    longer: list[tuple[float, Draft, int, float]] = []
    for draft in drafts:
        for at, gain in gains(draft, room, place, alone):
            if left is None or draft.spent + room.all[at].price <= left:
                score = (draft.total + gain) / (draft.pairs + len(draft.chosen))
                longer.append((score, draft, at, gain))
    longer.sort(key=lambda each: -each[0])
    grown = [draft.wearing(at, room.all[at], gain) for _, draft, at, gain in longer[:WIDTH]]
    done = [draft for draft in drafts if place in draft.filled or not grown]
    return sorted(done + grown, key=lambda draft: -draft.score)[:WIDTH]


def gains(
    draft: Draft, room: FittingRoom, place: str, alone: np.ndarray
) -> Iterator[tuple[int, float]]:
    """Each garment that has room in the draft, and what its scores with all of it sum up to."""
    if place in draft.filled or len(draft.chosen) >= len(room.worn) + ADDED:
        return
    rail = room.rails[place][:TRIED]
    sums = room.scores[list(draft.chosen)][:, rail].sum(0) + len(draft.chosen) * alone[rail]
    for at, gain in zip(rail, sums.tolist(), strict=True):
        if room.all[at].suits(draft.gender) and not (room.all[at].fills & draft.filled):
            yield at, gain


def is_whole(room: FittingRoom, draft: Draft) -> bool:
    """Something was added, and nothing is missing on the body that was asked for."""
    asked = {place for place in BODY if place in room.places}
    if not room.rails.get(Place.SHOES):
        asked.discard(Place.SHOES)  # a shop without shoes still dresses people
    return asked <= draft.filled and len(draft.chosen) > len(room.worn)
