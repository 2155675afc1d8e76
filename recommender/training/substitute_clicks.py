"""Pairs that shoppers judged, beside those that attributes judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from recommender.scoring.feedback import Feedback, Liking, likings
from recommender.training.substitute_garments import Garment
from recommender.training.substitute_pairs import Asked, likeness_of

#: However often a pair was shown, it counts for so many drawn ones at most.
MOST_WEIGHT = 10.0
#: The share of what is shown that attributes call similar is not believed beyond these.
LEAST_USUAL, MOST_USUAL = 0.05, 0.95


def clicked_pairs(garments: Sequence[Garment], rows: Sequence[Feedback]) -> list[Asked]:
    """One for each pair that was shown, of garments that are no part of what is judged.

    The usual pair of those shown is as likely similar as attributes say of them all; one clicked
    twice as often has twice the odds.
    """
    known = {each.facts.product_id: each for each in garments}
    told = [
        (known[wanted], known[offered], liking)
        for (wanted, offered), liking in likings(rows).items()
        if wanted in known and offered in known and known[wanted].part != "judged"
    ]
    agreeing = float(np.mean([likeness_of(one, two) for one, two, _ in told])) if told else 0.0
    usual = min(max(agreeing, LEAST_USUAL), MOST_USUAL)
    return [shown(*judged, usual) for judged in told]


def shown(wanted: Garment, offered: Garment, liking: Liking, usual: float) -> Asked:
    cosine = float(wanted.vector @ offered.vector)
    odds = usual / (1 - usual) * liking.against_usual
    return Asked(
        wanted.facts,
        wanted.type_name,
        [replace(offered.facts, similarity=cosine)],
        np.array([odds / (1 + odds)]),
        np.array([min(liking.signs, MOST_WEIGHT)]),
        is_blind=False,
    )
