"""The shop's garments as the score learns from them: their facts, vectors and models."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from catalog.colours.families import FAMILIES
from catalog.models import Product
from recommender.models import EncoderVersion
from recommender.ranking.candidates import Candidate
from recommender.ranking.facts import as_candidate
from recommender.training.products import is_validation

COLOUR_WORDS = frozenset(
    word.casefold() for names in FAMILIES.values() for name in names for word in name.split()
)
#: Shares of the products, in percent: for the pairs and their figures. Encoders that this shop
#: trained have not seen them (`is_validation`), so that their likenesses are honest.
HELD_OUT = 10


@dataclass(frozen=True)
class Garment:
    facts: Candidate  # with its vector
    external_id: str
    gender: str
    type_name: str
    family: str  # of types
    read_colour: str  # as the photo shows it
    model: str  # the same for its colourways; "" where that cannot be told

    @property
    def vector(self) -> np.ndarray:
        """(d,) float32"""
        return np.asarray(self.facts.vector, dtype=np.float32)

    @property
    def part(self) -> str:
        """What it is used for: "taught", "fitted" or "judged", by the product's id alone.

        The tellers learn from the first, the score from the second, figures are of the third.
        """
        if not is_validation(self.external_id, HELD_OUT):
            return "taught"
        digest = hashlib.sha256(f"understudy-judged:{self.external_id}".encode()).digest()
        return "judged" if digest[0] % 2 else "fitted"


def garments(encoder: EncoderVersion) -> list[Garment]:
    """All active products that have a vector of this encoder."""
    rows = encoder.embeddings.with_vector().values_list("product_id", "vector")
    vectors = {product: np.asarray(vector) for product, vector in rows}
    products = Product.objects.active().filter(pk__in=vectors.keys())
    products = products.select_related("product_type").prefetch_related("images").order_by("pk")
    return [garment(product, vectors[product.pk]) for product in products.iterator(chunk_size=500)]


def garment(product: Product, vector: np.ndarray) -> Garment:
    stated = product.cover.colours if product.cover else None
    return Garment(
        facts=replace(as_candidate(product), vector=vector.astype(np.float32)),
        external_id=product.external_id,
        gender=product.gender,
        type_name=product.product_type.name,
        family=product.product_type.family,
        read_colour=stated[0]["base"] if stated else "",
        model=product.style_code or model_by_name(product.title, product.brand_id),
    )


def model_by_name(title: str, brand: int | None) -> str:
    """Brand and name without the words for colours; "" without a brand or a word beside."""
    words = re.findall(r"[a-z0-9]+", title.casefold())
    left = [word for word in words if word not in COLOUR_WORDS]
    return f"{brand} {' '.join(left)}" if brand and left else ""


def of_part(all_garments: Iterable[Garment], part: str) -> list[Garment]:
    return [garment for garment in all_garments if garment.part == part]
