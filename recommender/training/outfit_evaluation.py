"""How well a scorer tells outfits that people put together, beside floors.

auc: an outfit against one with each garment replaced by a random one of its slot.
fitb: fill in the blank, the right garment among four of its slot (chance is .25).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from recommender.training.outfit_data import CANDIDATES, Outfit, Rail

Worn = Mapping[str, str]
Score = Callable[[Sequence[Worn]], np.ndarray]  # n outfits -> (n,), higher is better
Encode = Callable[[Sequence[str]], np.ndarray]  # n names -> (n, d) unit rows


def figures(outfits: Sequence[Outfit], score: Score, seed: int) -> dict[str, float]:
    """Every question with the same seed, so that scorers are asked the same."""
    true = [outfit.worn for outfit in outfits]
    rail = Rail(true, np.random.default_rng(seed))
    false = [rail.swapped(each) for each in true]
    blanks = [candidate for each in true for candidate in rail.blank(each)]
    return {
        "auc": auc(score(true), score(false)),
        "fitb": filled_right(score(blanks).reshape(-1, CANDIDATES)),
    }


def auc(true: np.ndarray, false: np.ndarray) -> float:
    """Share of pairs of a true and a false one in which the true one scores more; a tie is half."""
    ordered = np.sort(false)
    below, up_to = np.searchsorted(ordered, true), np.searchsorted(ordered, true, "right")
    return float((below + up_to).mean() / (2 * len(false)))


def filled_right(scores: np.ndarray) -> float:
    """scores: (n, candidates), the right one first. Of equals, one is drawn: a share is counted."""
    best = scores == scores.max(1, keepdims=True)
    return float((best[:, 0] / best.sum(1)).mean())


def floors(outfits: Sequence[Outfit], encode: Encode, seed: int) -> dict[str, dict[str, float]]:
    scorers: dict[str, Score] = {
        "random": by_chance(seed),
        "popularity": by_popularity(outfits),
        "cosine": by_cosine(outfits, encode),
    }
    return {name: figures(outfits, score, seed) for name, score in scorers.items()}


def by_chance(seed: int) -> Score:
    random = np.random.default_rng(seed + 1)
    return lambda outfits: random.random(len(outfits))


def by_popularity(outfits: Sequence[Outfit]) -> Score:
    """The more often its names occur, the better; the outfit's own occurrence is counted."""
    seen = Counter(worn for outfit in outfits for worn in outfit.worn.items())
    return lambda some: np.array([np.mean([seen[worn] for worn in o.items()]) for o in some])


def by_cosine(outfits: Sequence[Outfit], encode: Encode) -> Score:
    """The mean cosine of the encoder's vectors, less their mean, between an outfit's garments."""
    names = sorted({name for outfit in outfits for name in outfit.worn.values()})
    rows = encode(names)
    rows = rows - rows.mean(0)
    vectors = dict(zip(names, rows / np.linalg.norm(rows, axis=1, keepdims=True), strict=True))

    def alike(outfit: Worn) -> float:
        both = combinations((vectors[name] for name in outfit.values()), 2)
        return float(np.mean([one @ other for one, other in both]))

    return lambda some: np.array([alike(outfit) for outfit in some])


def mean_of(parts: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Figures of several folds, each weighing the same, floors among them."""
    first = parts[0]
    return {
        name: mean_of([part[name] for part in parts])
        if isinstance(value, dict)
        else float(np.mean([part[name] for part in parts]))
        for name, value in first.items()
    }
