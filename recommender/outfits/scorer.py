"""How well garments go together, told from their names.

Every word has a vector in each slot; a garment is the sum of its words' over the root of their
number. Two garments go together by the weighted product of their vectors, and a garment without a
partner (a dress has no top) by how it goes with the gap. Words that both have, a brand or a cloth,
count once more, the rarer the more. `recommender/training` learns the numbers; what is read here is
numpy alone, so that pages need no torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations
from pathlib import Path

import numpy as np

from recommender.outfits.words import words_of

SLOTS = ("upper", "bottom", "shoe", "bag", "accessory")
SHIPPED = Path(__file__).resolve().parent / "weights" / "outfits.npz"
ARRAYS = ("rows", "scales", "pairs", "gaps", "shared")

NamedOutfit = Mapping[str, str]  # slot -> the garment's name


@dataclass(frozen=True)
class OutfitScorer:
    vocabulary: dict[str, int]  # word -> row
    rows: np.ndarray  # (slots, words, d) int8
    scales: np.ndarray  # (slots, 1, d) float32: what a step of `rows` is worth
    pairs: np.ndarray  # (slots, slots, d) float32, symmetric
    gaps: np.ndarray  # (slots, slots, d) float32: of a garment, and the slot that is empty
    shared: np.ndarray  # (words,) float32: what it adds where both have it

    def known(self, name: str) -> list[int]:
        """Rows of its words."""
        return [self.vocabulary[word] for word in words_of(name) if word in self.vocabulary]

    def garment(self, slot: str, name: str) -> np.ndarray:
        """(d,) float32; zeros where no word is known, which goes with everything alike."""
        at = SLOTS.index(slot)
        known = self.known(name)
        total = self.rows[at, known].sum(0, dtype=np.float32) * self.scales[at, 0]
        return total / np.sqrt(max(len(known), 1))

    def in_common(self, ones: Sequence[str], others: Sequence[str]) -> np.ndarray:
        """(n, m) float64: what the words add that a garment shares with another, 0 or more."""
        mine, its = [self.known(name) for name in ones], [self.known(name) for name in others]
        column = {word: at for at, word in enumerate({*chain(*mine, *its)})}

        def table(garments: Sequence[list[int]]) -> np.ndarray:
            filled = np.zeros((len(garments), len(column)))
            for row, words in enumerate(garments):
                at = [column[word] for word in words]
                filled[row, at] = np.sqrt(self.shared[words] / max(len(words), 1))
            return filled

        return table(mine) @ table(its).T

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
        names = list(outfit.values())
        total += float(np.triu(self.in_common(names, names), 1).sum())
        return total / np.sqrt(max(len(both), 1))

    def save(self, file: Path) -> None:
        words = np.array(list(self.vocabulary))
        arrays = {name: getattr(self, name) for name in ARRAYS}
        np.savez_compressed(file, words=words, **arrays)


def read_scorer(file: Path) -> OutfitScorer:
    """Raises OSError, ValueError or KeyError for a file that is none."""
    with np.load(file, allow_pickle=False) as arrays:
        words = {str(word): row for row, word in enumerate(arrays["words"])}
        return OutfitScorer(words, **{name: arrays[name] for name in ARRAYS})


@lru_cache(maxsize=1)
def shipped_scorer() -> OutfitScorer:
    """Read once per process."""
    return read_scorer(SHIPPED)
