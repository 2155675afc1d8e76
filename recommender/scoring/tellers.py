"""What a garment's vector says of its colour and its use, where the shop does not say it.

A softmax regression each, learned by `manage.py train_substitutes`: numpy alone reads it. What the
shop states is believed; what it leaves open is told as probabilities, never as a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from catalog.colours.families import colour_family


@dataclass(frozen=True)
class Teller:
    """One attribute, told from unit vectors of one encoder."""

    names: tuple[str, ...]
    weights: np.ndarray  # (d, names) float32
    bias: np.ndarray  # (names,) float32

    def tell(self, vectors: Sequence[np.ndarray | None], stated: Sequence[str]) -> np.ndarray:
        """(n, names) of n garments; without a vector, (d,) unit, what is usual.

        A stated value is certain; one that was not learned has zeros in all.
        """
        told = np.zeros((len(stated), len(self.names)), dtype=np.float32)
        open_to_doubt = [row for row, value in enumerate(stated) if not value]
        if open_to_doubt:
            told[open_to_doubt] = self._softmax([vectors[row] for row in open_to_doubt])
        for row, value in enumerate(stated):
            if value in self._places:
                told[row, self._places[value]] = 1
        return told

    def _softmax(self, vectors: Sequence[np.ndarray | None]) -> np.ndarray:
        nothing = np.zeros(len(self.weights), dtype=np.float32)
        looks = np.array([nothing if vector is None else vector for vector in vectors])
        logits = looks @ self.weights + self.bias
        raised = np.exp(logits - logits.max(1, keepdims=True))
        return raised / raised.sum(1, keepdims=True)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of colours that the names are of, each once."""
        return tuple(dict.fromkeys(colour_family(name) for name in self.names))

    @cached_property
    def by_family(self) -> np.ndarray:
        """(names, families): one where the name is of the family."""
        mine = [colour_family(name) for name in self.names]
        return np.array([[name == one for one in self.families] for name in mine], dtype=np.float32)
