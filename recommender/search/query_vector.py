"""A vector that is searched with, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from catalog.models import Product
from recommender.models import ProductEmbedding


@dataclass(frozen=True)
class QueryVector:
    """A unit vector and whose it is: only rows of the same encoder are ever compared with it."""

    numbers: np.ndarray  # (d,) float32
    encoder_id: int
    version: str

    @property
    def dimension(self) -> int:
        return len(self.numbers)


def vector_of(product: Product) -> QueryVector | None:
    """The product's vector by the encoder that is active now; None while it has none."""
    rows = ProductEmbedding.objects.of_active_encoder().with_vector().filter(product=product)
    row = rows.values_list("vector", "encoder_id", "encoder__version").first()
    if row is None:
        return None
    numbers, encoder_id, version = row
    return QueryVector(np.asarray(numbers, dtype=np.float32), encoder_id, version)
