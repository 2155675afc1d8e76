"""A vector that is searched with, and whose it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast, JSONArray
from pgvector import Vector

from catalog.models import Product
from catalog.models.product import ProductQuerySet
from recommender.models import ProductEmbedding

BROUGHT = "brought_vector"


@dataclass(frozen=True)
class QueryVector:
    """A unit vector and whose it is: only rows of the same encoder are ever compared with it."""

    numbers: np.ndarray  # (d,) float32
    encoder_id: int
    version: str

    @property
    def dimension(self) -> int:
        return len(self.numbers)


def with_vector(products: ProductQuerySet) -> ProductQuerySet:
    """Products that bring along the vector which `vector_of` would fetch one by one."""
    answering = ProductEmbedding.objects.of_active_encoder().with_vector()
    row = JSONArray(Cast("vector", TextField()), "encoder_id", "encoder__version")
    mine = answering.filter(product=OuterRef("pk")).values(row=row)[:1]
    return products.annotate(**{BROUGHT: Subquery(mine)})


def vector_of(product: Product) -> QueryVector | None:
    """The product's vector by the encoder that is active now; None while it has none."""
    if BROUGHT not in product.__dict__:
        product = with_vector(Product.objects.only("pk")).get(pk=product.pk)
    row = product.__dict__[BROUGHT]
    if row is None:
        return None
    numbers, encoder_id, version = row
    return QueryVector(Vector.from_text(numbers).to_numpy(), encoder_id, version)
