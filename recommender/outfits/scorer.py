"""How well garments go together, told from their names.

Every word has a vector in each slot; a garment is the sum of its words' over the root of their
number. Two garments go together by the weighted product of their vectors, and a garment without a
partner (a dress has no top) by how it goes with the gap. `recommender/training` learns the numbers;
what is read here is numpy alone, so that pages need no torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np

from recommender.outfits.words import words_of

SLOTS = ("upper", "bottom", "shoe", "bag", "accessory")
SHIPPED = Path(__file__).resolve().parent / "weights" / "outfits.npz"

NamedOutfit = Mapping[str, str]  # slot -> the garment's name


@dataclass(frozen=True)
class OutfitScorer:
    vocabulary: dict[str, int]  # word -> row
    rows: np.ndarray  # (slots, words, d) int8
    scales: np.ndarray  # (slots, 1, d) float32: what a step of `rows` is worth
    pairs: np.ndarray  # (slots, slots, d) float32, symmetric
    gaps: np.ndarray  # (slots, slots, d) float32: of a garment, and the slot that is empty

    def garment(self, slot: str, name: str) -> np.ndarray:
        """(d,) float32; zeros where no word is known, which goes with everything alike."""
        at = SLOTS.index(slot)
        known = [self.vocabulary[word] for word in words_of(name) if word in self.vocabulary]
        total = self.rows[at, known].sum(0, dtype=np.float32) * self.scales[at, 0]
        return total / np.sqrt(max(len(known), 1))

    def suiting(
        self, slot: str, names: Sequence[str], worn: Sequence[tuple[str, str]]
    ) -> np.ndarray:
        """(n,): how a garment of each name goes with what is worn (slot and name) on average.

        0 where nothing is worn in another slot.
        """
        at = SLOTS.index(slot)
        partners = [
            self.garment(other, name) * self.pairs[at, SLOTS.index(other)]
            for other, name in worn
            if other != slot
        ]
        if not partners or not names:
            return np.zeros(len(names))
        return np.stack([self.garment(slot, name) for name in names]) @ np.mean(partners, axis=0)

    def score(self, outfits: Sequence[NamedOutfit]) -> np.ndarray:
        """(n,) float64, higher is better. Comparable among outfits with the same slots."""
        cache: dict[tuple[str, str], np.ndarray] = {}
        for outfit in outfits:
            for worn in outfit.items():
                if worn not in cache:
                    cache[worn] = self.garment(*worn)
        return np.array([self._score(outfit, cache) for outfit in outfits])

    def _score(self, outfit: NamedOutfit, cache: Mapping[tuple[str, str], np.ndarray]) -> float:
        worn = {SLOTS.index(slot): cache[slot, name] for slot, name in outfit.items()}
        empty = [at for at in range(len(SLOTS)) if at not in worn]
        both = list(combinations(sorted(worn), 2))
        total = sum(float(worn[a] * self.pairs[a, b] @ worn[b]) for a, b in both)
        total += sum(float(worn[a] @ self.gaps[a, gap]) for a in worn for gap in empty)
        return total / np.sqrt(max(len(both), 1))

    def save(self, file: Path) -> None:
        words = np.array(list(self.vocabulary))
        np.savez_compressed(
            file, words=words, rows=self.rows, scales=self.scales, pairs=self.pairs, gaps=self.gaps
        )


def read_scorer(file: Path) -> OutfitScorer:
    """Raises OSError, ValueError or KeyError for a file that is none."""
    with np.load(file, allow_pickle=False) as arrays:
        words = {str(word): row for row, word in enumerate(arrays["words"])}
        return OutfitScorer(words, *(arrays[name] for name in ("rows", "scales", "pairs", "gaps")))


@lru_cache(maxsize=1)
def shipped_scorer() -> OutfitScorer:
    """Read once per process."""
    return read_scorer(SHIPPED)
