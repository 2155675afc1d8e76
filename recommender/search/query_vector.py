"""A vector that is searched with, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from pgvector import Vector

from catalog.models import Product
from catalog.models.cards import cards

#: Of the product p, by the active encoder: its numbers, the encoder's key and version.
VECTOR = """(
    SELECT jsonb_build_array(e.vector::text, e.encoder_id, v.version)
    FROM recommender_productembedding e JOIN recommender_encoderversion v ON v.id = e.encoder_id
    WHERE e.product_id = p.id AND v.is_active AND e.vector IS NOT NULL
)"""


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
    if "brought_vector" not in product.__dict__:
        product = next(cards("p.id = %b::bigint", [product.pk], brought_vector=VECTOR), product)
    row = product.__dict__.get("brought_vector")
    if row is None:
        return None
    text, encoder_id, version = row
    return QueryVector(numbers(text), encoder_id, version)


@lru_cache(maxsize=512)  # of garments that are asked about again and again
def numbers(text: str) -> np.ndarray:
    """(d,) float32, not to be written into."""
    read = Vector.from_text(text).to_numpy()
    read.flags.writeable = False
    return read
