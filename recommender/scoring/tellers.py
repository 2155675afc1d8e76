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

    def tell(self, vectors: np.ndarray, stated: Sequence[str]) -> np.ndarray:
        """(n, d) unit rows (zeros: nothing is known, so what is usual) -> (n, names).

        A stated value is certain; one that was not learned has zeros in all.
        """
        logits = vectors @ self.weights + self.bias
        raised = np.exp(logits - logits.max(1, keepdims=True))
        told = raised / raised.sum(1, keepdims=True)
        for row, value in enumerate(stated):
            if value:
                told[row] = self._certain(value)
        return told

    def _certain(self, value: str) -> np.ndarray:
        return np.array([name == value for name in self.names], dtype=np.float32)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """The families of colours that the names are of, each once."""
        return tuple(dict.fromkeys(colour_family(name) for name in self.names))

    @cached_property
    def by_family(self) -> np.ndarray:
        """(names, families): one where the name is of the family."""
        mine = [colour_family(name) for name in self.names]
        return np.array([[name == one for one in self.families] for name in mine], dtype=np.float32)
