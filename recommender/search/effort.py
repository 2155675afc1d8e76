"""How many candidates a graph is asked for at a time: as few as find what there is to find.

That depends on the vectors. Those of the shipped encoder are found with little effort; others,
spread more evenly, want several times as much. So it is measured on the shop's own, and with it how
much of what is near is of one's own type, for among that a graph looks for the rest of a filter.
Both are noted in a comment on the graph's index, where each process reads them with its sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import structlog
from django.db import connection

from recommender.search import graph_note, statements
from recommender.search.estimate import forget_samples
from recommender.search.graph_note import EFFORT, Graph
from recommender.search.query_vector import QueryVector
from recommender.search.sampling import percent_of
from recommender.search.statements import Row
from recommender.search.where import Where

log = structlog.get_logger(__name__)

EFFORTS = (EFFORT, 2 * EFFORT, 4 * EFFORT, 8 * EFFORT)
ENOUGH = 0.99  # of the K nearest
K, QUERIES = 10, 60
#: Rows that each query is drawn from: what is sold out comes first, and is rare.
DRAWN_FROM = 40
#: So many are near.
NEAR = 100
#: Measured again once the graph has grown to so many times what it was.
GROWTH = 2.0

#: What is asked for is mostly sold out; where nothing is, any product will do.
QUESTIONS = """
    SELECT product_id, product_type_id, e::text FROM product_search TABLESAMPLE SYSTEM (%s)
    WHERE encoder_id = %s ORDER BY in_stock, md5(product_id::text) LIMIT %s
"""


@dataclass(frozen=True)
class Question:
    """A product, and what is near it."""

    product_id: int
    type_id: int
    query: QueryVector

    @property
    def own(self) -> list[int]:
        """What is no answer to it."""
        return [self.product_id]


def keep_up(encoder: int) -> int | None:
    """Measure the encoder's graph unless that was done at about this size; the effort if so."""
    graph = graph_note.read(encoder, connection)
    if not graph or (graph.measured_at and graph.rows < GROWTH * graph.measured_at):
        return None
    asked = questions(encoder)
    found = Graph(graph.rows, least(asked), of_own_type(asked))
    graph_note.write(encoder, found)
    forget_samples()
    facts = {"effort": found.effort, "of_type": found.of_type, "rows": int(found.rows)}
    log.info("search_effort", **facts, index=graph_note.name(encoder))
    return found.effort


def least(asked: Sequence[Question]) -> int:
    """The least effort by which the graph finds ENOUGH of what is nearest; else the greatest."""
    wanted = [statements.exact(each.query, Where(), K, each.own) for each in asked]
    for effort in EFFORTS:
        found = [statements.walked(each.query, Where(), K, each.own, effort)[:K] for each in asked]
        right = sum(map(as_near, wanted, found))
        if right >= ENOUGH * sum(map(len, wanted)):
            return effort
    return EFFORTS[-1]


def of_own_type(asked: Sequence[Question]) -> float:
    """The share of what is nearest to a product that is of its type, 0.01 at least."""
    near = same = 0
    for each in asked:
        found = statements.exact(each.query, Where(), NEAR, each.own)
        of_type = statements.exact(each.query, Where(types=(each.type_id,)), NEAR, each.own)
        near += len(found)
        same += len({pk for pk, _ in found} & {pk for pk, _ in of_type})
    return round(max(0.01, same / max(1, near)), 2)


def as_near(wanted: list[Row], found: list[Row]) -> int:
    """How many were found that are no further away than those wanted: one twin is as good."""
    farthest = wanted[-1][1] + 1e-6 if wanted else 0.0
    return sum(distance <= farthest for _, distance in found)


def questions(encoder: int) -> list[Question]:
    with connection.cursor() as cursor:
        percent = percent_of(DRAWN_FROM * QUERIES, connection)
        cursor.execute(QUESTIONS, [percent, encoder, QUERIES])
        rows = cursor.fetchall()
    return [Question(pk, kind, QueryVector(numbers(text), encoder, "")) for pk, kind, text in rows]


def numbers(text: str) -> np.ndarray:
    return np.fromstring(text.strip("[]"), sep=",", dtype=np.float32)
