"""The facts of products that may stand in for another, read in one prepared statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from catalog.colours import read_palette
from catalog.models import Product
from recommender.candidates import Candidate
from recommender.search import Neighbour, QueryVector
from recommender.search.statements import fetch, stored

COLUMNS = (
    "id", "product_type_id", "brand_id", "price", "currency", "created_at", "style_code",
    "colour", "usage", "season", "tags",
)  # fmt: skip
#: A photo's colours are read off the cover, as Product.palette has it.
FACTS = """
    SELECT {columns}, ((p.price - p.cost) / nullif(p.price, 0))::float8, cover.colours, s.{stored}
    FROM catalog_product p
    JOIN product_search s ON s.product_id = p.id AND s.encoder_id = %b
    LEFT JOIN LATERAL (
        SELECT colours FROM catalog_productimage i WHERE i.product_id = p.id
        ORDER BY i.position, i.id LIMIT 1
    ) AS cover ON true
    WHERE p.id = ANY(%b::bigint[])
"""


def candidates_of(query: QueryVector, neighbours: Sequence[Neighbour]) -> list[Candidate]:
    """What is known of them, in their order; one that is gone since it was found is left out."""
    if not neighbours:
        return []
    columns = ", ".join(f"p.{name}" for name in COLUMNS)
    statement = FACTS.format(columns=columns, stored=stored(query))
    ids = [neighbour.product_id for neighbour in neighbours]
    rows = {row[0]: row for row in fetch(query, statement, [query.encoder_id, ids])}
    return [
        replace(read(rows[each.product_id]), similarity=each.similarity)
        for each in neighbours
        if each.product_id in rows
    ]


def read(row: Sequence[Any]) -> Candidate:
    facts = dict(zip((*COLUMNS, "margin", "colours", "vector"), row, strict=True))
    product_id, colours, vector = (facts.pop(name) for name in ("id", "colours", "vector"))
    stated, tags = facts.pop("colour"), facts.pop("tags")
    return Candidate(
        product_id=product_id,
        rung=0,
        similarity=0.0,
        colour=stated or (colours[0]["base"] if colours else ""),
        is_colour_stated=bool(stated),
        palette=read_palette(colours),
        tags=tuple(tags),
        vector=unit(vector.to_numpy()),
        **facts,
    )


def unit(vector: np.ndarray) -> np.ndarray:
    """(d,) of length one: halves of a float are not quite."""
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def as_candidate(product: Product, similarity: float = 1.0) -> Candidate:
    """A product that is at hand anyway, without its vector."""
    return Candidate(
        product_id=product.pk,
        rung=0,
        similarity=similarity,
        product_type_id=product.product_type_id,
        brand_id=product.brand_id,
        price=product.price,
        currency=product.currency,
        created_at=product.created_at,
        style_code=product.style_code,
        colour=product.visible_colour,
        is_colour_stated=bool(product.colour),
        usage=product.usage,
        season=product.season,
        palette=product.palette,
        tags=tuple(product.tags),
        margin=margin(product),
    )


def margin(product: Product) -> float | None:
    if product.cost is None or not product.price:
        return None
    return float((product.price - product.cost) / product.price)
