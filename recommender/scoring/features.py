"""A pair of garments as numbers: how one looks and sells beside the other.

What is not known is a value of its own, 0 beside a flag; what the picture tells of it is a
probability, never a fact.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalog.colours import colour_distances
from catalog.colours.families import colour_family
from recommender.ranking.candidates import Candidate
from recommender.scoring.tellers import Teller

#: The columns, in order.
NAMES = (
    "cosine",
    "colours apart", "colours not read",
    "price apart",
    "same brand", "other brand",
    "same season", "other season",
    "same use", "use told",
    "same colour", "same family of colours", "colour told",
    "photo of the same colour", "photo of the same family",
    "same colour and use",
    "other type",
)  # fmt: skip
#: CIEDE2000 that counts as one; beyond three of it all colours are as far.
APART = 20.0


@dataclass(frozen=True)
class Tellers:
    colour: Teller
    use: Teller


def pair_features(
    wanted: Candidate, candidates: Sequence[Candidate], tellers: Tellers
) -> np.ndarray:
    """(n, len(NAMES)) float64 of n candidates. Vectors are of the encoder the tellers know."""
    everyone = (wanted, *candidates)
    same_use, use_told = by_use(everyone, tellers.use)
    same_colour, *colour = by_colour(everyone, tellers.colour)
    columns = [
        [each.similarity for each in candidates],
        *by_palette(wanted, candidates),
        by_price(wanted, candidates),
        *known_to_agree(wanted.brand_id, [each.brand_id for each in candidates]),
        *known_to_agree(wanted.season, [each.season for each in candidates]),
        same_use,
        use_told,
        same_colour,
        *colour,
        same_use * same_colour,
        [each.product_type_id != wanted.product_type_id for each in candidates],
    ]
    return np.array(columns, dtype=np.float64).T.reshape(len(candidates), len(NAMES))


def by_palette(wanted: Candidate, candidates: Sequence[Candidate]) -> tuple[np.ndarray, ...]:
    apart = colour_distances(wanted.palette, [each.palette for each in candidates])
    return np.minimum(np.nan_to_num(apart) / APART, 3.0), np.isnan(apart)


def by_price(wanted: Candidate, candidates: Sequence[Candidate]) -> list[float]:
    return [
        abs(math.log(float(each.price) / float(wanted.price)))
        if each.currency == wanted.currency and each.price and wanted.price
        else 0.0
        for each in candidates
    ]


def known_to_agree(mine: object, theirs: Sequence[object]) -> tuple[list[bool], list[bool]]:
    """Known to be the same, known to be another; neither where one is not known."""
    known = [bool(mine and each) for each in theirs]
    same = [each == mine for each in theirs]
    return [k and s for k, s in zip(known, same, strict=True)], [
        k and not s for k, s in zip(known, same, strict=True)
    ]


def by_use(everyone: Sequence[Candidate], teller: Teller) -> tuple[np.ndarray, np.ndarray]:
    uses = [each.usage for each in everyone]
    certain = both_state(uses)
    agreeing = equal(uses).astype(float)
    if not certain.all():
        told = teller.tell([each.vector for each in everyone], uses)
        agreeing = np.where(certain, agreeing, told[1:] @ told[0])
    return agreeing, ~certain


def by_colour(everyone: Sequence[Candidate], teller: Teller) -> tuple[np.ndarray, ...]:
    """Of the colour and of its family: whether they agree; and what plain readings say."""
    stated = [each.colour if each.is_colour_stated else "" for each in everyone]
    certain = both_state(stated)
    seen = [each.colour for each in everyone]
    seen_same = equal(seen) & bool(seen[0])
    seen_family = equal([colour_family(colour) for colour in seen]) & bool(seen[0])
    same, family = seen_same.astype(float), seen_family.astype(float)
    if not certain.all():
        told = teller.tell([each.vector for each in everyone], stated)
        by_family = told @ teller.by_family
        same = np.where(certain, same, told[1:] @ told[0])
        family = np.where(certain, family, by_family[1:] @ by_family[0])
    return same, family, ~certain, ~certain & seen_same, ~certain & seen_family


def both_state(values: Sequence[str]) -> np.ndarray:
    """(n,) bool: of the first and each of n others."""
    return np.array([bool(values[0] and each) for each in values[1:]], dtype=bool)


def equal(values: Sequence[str]) -> np.ndarray:
    return np.array([each == values[0] for each in values[1:]], dtype=bool)
