"""Rows of single pieces: for each place that is empty, the few that go best with what is worn."""

from __future__ import annotations

from recommender.outfits.fitting_room import FittingRoom

#: Held against a second piece of one kind, and of one colour, in the same row.
SAME_KIND, SAME_COLOUR = 0.8, 0.4
#: So many are looked through for k that differ.
LOOKED_THROUGH = 4


def row_of(room: FittingRoom, place: str, k: int) -> list[int]:
    """Up to `k` that may fill it (places in `room.all`), best first and unlike each other."""
    left = room.rails[place][: k * LOOKED_THROUGH]
    chosen: list[int] = []
    while left and len(chosen) < k:
        best = max(left, key=lambda at: room.suiting[at] - repeated(room, at, chosen))
        left.remove(best)
        chosen.append(best)
    return chosen


def repeated(room: FittingRoom, at: int, chosen: list[int]) -> float:
    one, others = room.all[at], [room.all[each] for each in chosen]
    kinds = sum(one.kind == other.kind for other in others)
    colours = sum(one.visible_colour == other.visible_colour for other in others)
    return SAME_KIND * kinds + SAME_COLOUR * colours
