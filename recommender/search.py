"""Nearest products to a vector, the filter inside the query.

Exact: every vector that the filter leaves is compared, so a query's cost grows with the rows that
match. A later index changes the inside of `nearest`, not what it promises.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from pgvector.django import CosineDistance

from catalog.models import Product, Variant
from recommender.models import ProductEmbedding


@dataclass(frozen=True)
class Where:
    """What a product must be to be an answer. An empty field asks nothing.

    `size` is the primary key of a Size that must be on hand; without it, `in_stock` asks for any.
    Only active products answer.
    """

    types: tuple[int, ...] = ()
    families: tuple[str, ...] = ()
    section: str = ""
    genders: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    season: str = ""
    brands: tuple[int, ...] = ()
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    size: int | None = None
    in_stock: bool = True

    def products(self) -> QuerySet[Product]:
        lookups = {
            "product_type__in": self.types,
            "product_type__family__in": self.families,
            "product_type__section": self.section,
            "gender__in": self.genders,
            "shown_colour__in": self.colours,
            "season": self.season,
            "brand__in": self.brands,
        }
        products = Product.objects.active().with_shown_colour()
        products = products.filter(**{k: v for k, v in lookups.items() if v})
        return self._with_stock(self._with_price(products))

    def _with_price(self, products: QuerySet[Product]) -> QuerySet[Product]:
        if self.price_from is not None:
            products = products.filter(price__gte=self.price_from)
        if self.price_to is not None:
            products = products.filter(price__lte=self.price_to)
        return products

    def _with_stock(self, products: QuerySet[Product]) -> QuerySet[Product]:
        if not self.in_stock and self.size is None:
            return products
        shelf = Variant.objects.in_stock().filter(product=OuterRef("pk"))
        if self.size is not None:
            shelf = shelf.filter(size=self.size)
        return products.filter(Exists(shelf))


@dataclass(frozen=True)
class Neighbour:
    product_id: int
    similarity: float  # cosine, -1 to 1
    encoder: str  # version of the encoder that made the neighbour's vector


@dataclass(frozen=True)
class QueryVector:
    """A unit vector and whose it is: only rows of the same encoder are ever compared with it."""

    numbers: np.ndarray  # (d,) float32
    encoder_id: int
    version: str

    @property
    def dimension(self) -> int:
        return len(self.numbers)


def by_distance(query: QueryVector) -> QuerySet[ProductEmbedding]:
    """The rows of the query's own encoder, nearest first; `distance` is 1 - cosine.

    Equal distances are ordered by product id. Raises DataError where the vectors' lengths differ.
    """
    rows = ProductEmbedding.objects.with_vector().filter(encoder=query.encoder_id)
    distance = CosineDistance("vector", query.numbers)
    return rows.annotate(distance=distance).order_by("distance", "product_id")


def nearest(
    query: QueryVector, where: Where, k: int, exclude: Collection[int] = ()
) -> list[Neighbour]:
    """Up to `k` products nearest to the query, best first. `exclude` holds product ids.

    Another encoder may become the active one between two calls; the answers stay of this one's.
    """
    rows = by_distance(query).filter(product__in=where.products()).exclude(product__in=exclude)
    # mypy forgets an annotation on the way out of by_distance().
    found = rows.values_list("product_id", "distance", "encoder__version")[:k]  # type: ignore[misc]
    return [Neighbour(product, 1 - distance, encoder) for product, distance, encoder in found]


def vector_of(product: Product) -> QueryVector | None:
    """The product's vector by the encoder that is active now; None while it has none."""
    rows = ProductEmbedding.objects.of_active_encoder().with_vector().filter(product=product)
    row = rows.values_list("vector", "encoder_id", "encoder__version").first()
    if row is None:
        return None
    numbers, encoder_id, version = row
    return QueryVector(np.asarray(numbers, dtype=np.float32), encoder_id, version)
