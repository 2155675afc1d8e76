"""The facts of products that may stand in for another, read in one prepared statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from catalog.colours import Palette, read_palette
from catalog.models import Product
from recommender.ranking.candidates import Candidate
from recommender.search import Neighbour, QueryVector
from recommender.search.statements import Condition, fetch, stored

#: The products that are one model with the product p: of one style code and brand, or a person has
#: said so.
MODEL = """ARRAY(
    SELECT m.id FROM catalog_product m
    WHERE p.style_code <> '' AND m.style_code = p.style_code AND m.id <> p.id
        AND m.brand_id IS NOT DISTINCT FROM p.brand_id
    UNION
    SELECT d.first_id + d.second_id - p.id FROM recommender_duplicatepair d
    WHERE d.verdict <> 'waiting' AND d.verdict <> 'not_duplicate'
        AND (d.first_id = p.id OR d.second_id = p.id)
)"""
COLUMNS = (
    "id", "product_type_id", "brand_id", "price", "currency", "created_at", "style_code",
    "colour", "usage", "season", "tags",
)  # fmt: skip
#: A photo's colours are read off the cover, as Product.palette has it. A WHERE is to follow.
FACTS = """
    SELECT {columns}, ((p.price - p.cost) / nullif(p.price, 0))::float8,
           cover.colours::text, said.same, said.other, offered.size_id, s.{stored}
    FROM catalog_product p
    JOIN product_search s ON s.product_id = p.id AND s.encoder_id = {encoder}
    LEFT JOIN LATERAL (
        SELECT colours FROM catalog_productimage i WHERE i.product_id = p.id
        ORDER BY i.position, i.id LIMIT 1
    ) AS cover ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(d.first_id + d.second_id - p.id) FILTER (WHERE is_one) AS same,
               array_agg(d.first_id + d.second_id - p.id) FILTER (WHERE NOT is_one) AS other
        FROM recommender_duplicatepair d, LATERAL (SELECT d.verdict <> 'not_duplicate') v (is_one)
        WHERE d.verdict <> 'waiting' AND (d.first_id = p.id OR d.second_id = p.id)
    ) AS said ON true
    LEFT JOIN LATERAL (
        SELECT size_id FROM unnest(%b::int[]) WITH ORDINALITY AS asked (size_id, place)
        WHERE substring(s.size_bits FROM size_id + 1 FOR 1) = B'1' ORDER BY place LIMIT 1
    ) AS offered ON true
"""


def candidates_of(
    query: QueryVector, neighbours: Sequence[Neighbour], sizes: Sequence[int] = ()
) -> list[Candidate]:
    """What is known of them, in their order; one that is gone since it was found is left out.

    sizes: keys of Sizes; each is offered in the first of these that it has in stock. Neighbours
    that brought `facts_beside` of these sizes are not asked about once more.
    """
    near = {neighbour.product_id: neighbour.similarity for neighbour in neighbours}
    rows = {each.product_id: each.beside for each in neighbours if each.beside}
    if others := [product for product in near if product not in rows]:
        statement = f"{facts_beside(query, sizes)[0]} WHERE p.id = ANY(%b::bigint[])"
        rows |= {row[0]: row for row in fetch(query, statement, [list(sizes), others])}
    there = [rows[product] for product in near if product in rows]
    vectors = unit(np.array([row[-1].to_numpy() for row in there]))
    found = [read(row, near[row[0]], own) for row, own in zip(there, vectors, strict=True)]
    return [each for each in found if each.size_id or not sizes]


def facts_beside(query: QueryVector, sizes: Sequence[int]) -> Condition:
    """What `nearest_in_turn` is to bring along for `candidates_of`."""
    columns = ", ".join(f"p.{name}" for name in COLUMNS)
    facts = FACTS.format(columns=columns, encoder=query.encoder_id, stored=stored(query))
    return facts, tuple(sizes)


def read(row: Sequence[Any], similarity: float, vector: np.ndarray) -> Candidate:
    (product, kind, brand, price, currency, made, model, stated, usage, season, tags) = row[:-6]
    margin, colours, same, other, size = row[-6:-1]
    seen, palette = seen_on(colours) if colours else ("", ())
    return Candidate(
        product_id=product,
        rung=0,
        similarity=similarity,
        product_type_id=kind,
        brand_id=brand,
        price=price,
        currency=currency,
        created_at=made,
        style_code=model,
        colour=stated or seen,
        usage=usage,
        season=season,
        palette=palette,
        tags=tuple(tags),
        margin=margin,
        size_id=size,
        is_colour_stated=bool(stated),
        same_models=frozenset(same or ()),
        other_models=frozenset(other or ()),
        vector=vector,
    )


@lru_cache(maxsize=8_192)  # the same garments stand in for many
def seen_on(colours: str) -> tuple[str, Palette]:
    """The base colour that a photo shows, and all of its colours; of a photo's JSON."""
    stated = json.loads(colours)
    return (stated[0]["base"] if stated else ""), read_palette(stated)


def unit(vectors: np.ndarray) -> np.ndarray:
    """(..., d) of length one: halves of a float are not quite."""
    vectors = vectors.astype(np.float32)
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def as_candidate(
    product: Product,
    similarity: float = 1.0,
    vector: np.ndarray | None = None,
    model: Sequence[int] = (),
) -> Candidate:
    """A product that is at hand anyway. vector: (d,). model: what is one with it, as MODEL says."""
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
        same_models=frozenset(model),
        vector=None if vector is None else unit(vector),
    )


def margin(product: Product) -> float | None:
    if product.cost is None or not product.price:
        return None
    return float((product.price - product.cost) / product.price)
