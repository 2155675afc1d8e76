"""Several views of one thing as one question: a product is as likely as all of them make it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recommender.photos.views import pooled
from recommender.ranking.facts import unit
from recommender.search import Neighbour, QueryVector, Where, nearest
from recommender.search.statements import fetch, stored


@dataclass(frozen=True)
class Mixture:
    """Views by one encoder, and what is taken off the cosines of each."""

    views: tuple[QueryVector, ...]
    doubts: tuple[float, ...]

    @classmethod
    def alone(cls, query: QueryVector) -> Mixture:
        return cls((query,), (0.0,))

    def each(self, change: Callable[[QueryVector], QueryVector]) -> Mixture:
        return replace(self, views=tuple(map(change, self.views)))


def nearest_to(mixture: Mixture, where: Where, k: int) -> list[Neighbour]:
    """The `k` products likeliest to be in view, best first, of the `k` nearest to each view.

    A neighbour's similarity is its cosine to the view that shows it best, less that view's doubt.
    """
    if len(mixture.views) == 1:
        return nearest(mixture.views[0], where, k)
    found = {near.product_id for view in mixture.views for near in nearest(view, where, k)}
    products, cosines = cosines_of(mixture.views, found)
    if not products:
        return []
    doubts = np.array(mixture.doubts)
    likely, best = pooled(cosines, doubts), (cosines - doubts[:, None]).max(0)
    version = mixture.views[0].version
    neighbours = [
        (-chance, Neighbour(product, float(cosine), version))
        for product, chance, cosine in zip(products, likely, best, strict=True)
    ]
    ordered = sorted(neighbours, key=lambda each: (each[0], each[1].product_id))
    return [neighbour for _, neighbour in ordered[:k]]


def cosines_of(
    views: Sequence[QueryVector], products: Collection[int]
) -> tuple[list[int], np.ndarray]:
    """The m products that are still there, in order, and the (v, m) cosines of the views to them.
    All of them read at once, whatever the number of views."""
    query = views[0]
    statement = (
        f"SELECT s.product_id, s.{stored(query)} FROM product_search s"  # noqa: S608 - ours alone
        " WHERE s.encoder_id = %b AND s.product_id = ANY(%b::bigint[]) ORDER BY s.product_id"
    )
    found = fetch(query, statement, [query.encoder_id, list(products)]) if products else []
    if not found:
        return [], np.empty((len(views), 0))
    there, vectors = zip(*found, strict=True)
    seen = unit(np.array([view.numbers for view in views]))  # (v, d)
    return list(there), seen @ unit(np.array([vector.to_numpy() for vector in vectors])).T
