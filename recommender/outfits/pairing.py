"""How well each two of some garments go together: what was learned, colours, occasion, price."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from math import log

import numpy as np

from recommender.outfits.formality import APART, UNKNOWN
from recommender.outfits.garment import Garment
from recommender.outfits.harmony import colours_of, harmony_of
from recommender.outfits.scorer import SLOTS, shipped_scorer
from recommender.outfits.words import words_of

#: What harmonious colours, one occasion and a price in band are worth beside what was learned.
COLOURS, OCCASION, PRICE = 1.5, 1.0, 1.0
#: What the words that two share count for here. In full, as people's outfits have it, a garment of
#: a shop's large brand would be shown with nothing but that brand.
SHARED = 0.25
#: So many times dearer or cheaper is still the same kind of shopping.
BAND = 3.0
#: How much of what a garment is liked by everything for is held against it: what goes with all
#: would else be shown with all.
HUB = 0.7
#: How much chance may add, so that pages differ. The same page says the same every time.
VARIETY = 0.8


@lru_cache(maxsize=4_096)
def vector(slot: str, name: str) -> np.ndarray:
    """(d,) float32; 2 KB each."""
    return shipped_scorer().garment(slot, name)


def vectors(garments: Sequence[Garment]) -> np.ndarray:
    """(n, d) float32."""
    return np.stack([vector(*garment.heard) for garment in garments])


def pair_scores(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m) float64: how the others go with each that is worn; learned, colours, occasion, price.

    The scorer says nothing of two garments in one of its slots.
    """
    return (
        learned(worn, others)
        + COLOURS * harmonies(worn, others)
        + OCCASION * occasions(worn, others)
        + PRICE * prices(worn, others)
    )


def learned(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m) float64 by the scorer; 0 within one of its slots."""
    scores = np.zeros((len(worn), len(others)))
    mine, its = vectors(worn), vectors(others)
    pairs, common = shipped_scorer().pairs, in_common(worn, others)
    for a, rows in by_slot(worn).items():
        for b, columns in by_slot(others).items():
            if a != b:
                scores[np.ix_(rows, columns)] = (mine[rows] * pairs[a, b]) @ its[columns].T
                scores[np.ix_(rows, columns)] += common[np.ix_(rows, columns)]
    return scores


def in_common(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m): what the words add that two share, a brand or a cloth; colours are weighed apart."""
    names = [[without_colour(garment) for garment in some] for some in (worn, others)]
    return SHARED * shipped_scorer().in_common(*names)


def without_colour(garment: Garment) -> str:
    colour = set(words_of(garment.visible_colour))
    return " ".join(word for word in words_of(garment.heard[1]) if word not in colour)


def by_slot(garments: Sequence[Garment]) -> dict[int, list[int]]:
    """By number of the slot, where its garments are."""
    found: dict[int, list[int]] = {}
    for at, garment in enumerate(garments):
        found.setdefault(SLOTS.index(garment.slot), []).append(at)
    return found


def harmonies(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m), 0 to 1."""
    mine, its = map(colours_of, worn), [colours_of(garment) for garment in others]
    return np.array([[harmony_of(colours, each) for each in its] for colours in mine])


def occasions(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m): 1 for two that are dressed up alike, 0 from APART on."""
    alike = 1 - np.abs(levels(worn)[:, None] - levels(others)[None, :]) / APART
    return np.where(np.isnan(alike), UNKNOWN, np.maximum(alike, 0.0))


def levels(garments: Sequence[Garment]) -> np.ndarray:
    """(n,); NaN where one is not known."""
    return np.array([np.nan if one.level is None else one.level for one in garments])


def prices(worn: Sequence[Garment], others: Sequence[Garment]) -> np.ndarray:
    """(n, m): 1 for two in one band, the less the further they are apart beyond it."""
    logs = [np.log([float(garment.price) for garment in some]) for some in (worn, others)]
    beyond = np.abs(logs[0][:, None] - logs[1][None, :]) - log(BAND)
    return 1 - np.maximum(beyond, 0.0)


def everybodys(garments: Sequence[Garment]) -> np.ndarray:
    """(n,): how well each goes, by the scorer, with all of other slots on the average.

    That is what it says of no page in particular.
    """
    rows, pairs, slots = vectors(garments), shipped_scorer().pairs, by_slot(garments)
    common = in_common(garments, garments)
    sums = {slot: rows[at].sum(0) for slot, at in slots.items()}
    liked = np.zeros(len(garments))
    for slot, at in slots.items():
        others = sum((pairs[slot, other] * sums[other] for other in sums if other != slot), 0.0)
        alike = np.delete(common[at], at, axis=1).sum(1)
        liked[at] = rows[at] @ (others * np.ones(rows.shape[1])) + alike
        liked[at] /= max(len(rows) - len(at), 1)
    return liked


def chance(seed: int, garments: Sequence[Garment]) -> np.ndarray:
    """(n,) in 0 to 1, the same for the same page and garment."""
    # No checksum: of numbers in a row these rank nearly alike, whatever the seed.
    drawn = (blake2b(f"{seed} {garment.pk}".encode(), digest_size=4) for garment in garments)
    return np.array([int.from_bytes(each.digest(), "big") / 2**32 for each in drawn])
