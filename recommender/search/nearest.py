"""`nearest`: which way is taken to the products nearest to a vector.

Exact where few rows have to be compared, by the graph otherwise, and exact after all where the
graph came back with too few, or with some of many that are equally near. So there are never fewer
than k while k match, and of twins always the same.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection

from recommender.metrics import observe_search
from recommender.search import estimate, statements
from recommender.search.query_vector import QueryVector
from recommender.search.where import Where

log = structlog.get_logger(__name__)
standard = logging.getLogger(__name__)

EXACT, GRAPH, BOTH = "exact", "graph", "graph+exact"
_taken: ContextVar[list[str] | None] = ContextVar("routes_taken", default=None)


@dataclass(frozen=True)
class Neighbour:
    product_id: int
    similarity: float  # cosine, -1 to 1
    encoder: str  # version of the encoder that made the neighbour's vector
    beside: tuple[Any, ...] = ()  # what it brought along, if it was asked to


class Neighbours(list[Neighbour]):
    """Best first; `route` says how they were found."""

    route: str


def nearest(query: QueryVector, where: Where, k: int, exclude: Collection[int] = ()) -> Neighbours:
    """The `k` products nearest to the query, best first, all of them where fewer match.

    Equal distances are ordered by product id. `exclude` holds product ids. Another encoder may
    become the active one between two calls; the answers stay of this one's. Raises DataError where
    the vectors' lengths differ.
    """
    begun = time.perf_counter()
    see_own_changes()
    (route,) = estimate.routes(query, [where], k)
    rows = (statements.near if route == GRAPH else statements.exact)(query, where, k, exclude)
    if route == GRAPH and len(rows) < k:
        route, rows = BOTH, statements.exact(query, where, k, exclude)
    note(route, time.perf_counter() - begun)
    answer = Neighbours(Neighbour(pk, 1 - distance, query.version) for pk, distance in rows)
    answer.route = route
    return answer


def see_own_changes() -> None:
    """The read model is caught up at the end of a transaction: one that searches wants it now."""
    if connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS product_search_current IMMEDIATE")


def note(route: str, seconds: float) -> None:
    observe_search(route, seconds)
    if standard.isEnabledFor(logging.DEBUG):  # asked before anything is put together
        log.debug("search", route=route, ms=round(seconds * 1000, 2))
    taken = _taken.get()
    if taken is not None:
        taken.append(route)


@contextmanager
def routes_taken() -> Iterator[list[str]]:
    """The routes of all searches inside the block, in their order."""
    routes: list[str] = []
    token = _taken.set(routes)
    try:
        yield routes
    finally:
        _taken.reset(token)
