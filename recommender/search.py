"""Nearest products to a vector, the filter inside the query.

Exact: every vector that the filter leaves is compared, so a query's cost grows with the rows that
match. A later index changes the inside of `nearest`, not what it promises.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
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
            "colour__in": self.colours,
            "season": self.season,
            "brand__in": self.brands,
        }
        products = Product.objects.active().filter(**{k: v for k, v in lookups.items() if v})
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


def nearest(
    vector: Sequence[float] | np.ndarray, where: Where, k: int, exclude: Collection[int] = ()
) -> list[Neighbour]:
    """Up to `k` products nearest to the unit `vector` (d,) of the active encoder, best first.

    `exclude` holds product ids. Equal distances are ordered by product id. A vector whose length
    is not the active encoder's raises DataError: vectors of two encoders cannot be compared.
    """
    rows = (
        ProductEmbedding.objects.answering()
        .filter(product__in=where.products())
        .exclude(product__in=exclude)
        .annotate(distance=CosineDistance("vector", vector))
        .order_by("distance", "product_id")
        .values_list("product_id", "distance")
    )
    return [Neighbour(product, 1 - distance) for product, distance in rows[:k]]


def vector_of(product: Product) -> np.ndarray | None:
    """The product's unit vector (d,) by the active encoder; None while it has none."""
    rows = ProductEmbedding.objects.answering().filter(product=product)
    vector = rows.values_list("vector", flat=True).first()
    return None if vector is None else np.asarray(vector, dtype=np.float32)
