"""The two ways of asking `product_search`, and how they are sent.

Statements hold numbers of ours only, everything else is a parameter; so PostgreSQL plans each once
per connection.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from catalog import prepared
from recommender.product_search import reading
from recommender.search.estimate import sample_of
from recommender.search.query_vector import QueryVector
from recommender.search.where import Where

Row = tuple[int, float]  # product id, cosine distance
Condition = tuple[str, *tuple[Hashable, ...]]  # with its placeholders' values; tuples are arrays

#: Session settings: without them (a pooler that lends connections out per transaction) HNSW comes
#: back short more often, and the exact route has to do its work.
SESSION = "SET hnsw.iterative_scan = relaxed_order; SET plan_cache_mode = force_generic_plan"
#: Rows at which a graph gives up and leaves it to the exact route: sooner where that reads nothing
#: but the rows of some kinds.
GIVES_UP, GIVES_UP_AMONG_KINDS = 5_000, 2_000
#: So many more than wanted are asked of a graph: its order is loose where it had to go on looking,
#: and whether others are as near as the last one wanted is seen by those behind it.
SPARE = 5


class Walk(NamedTuple):
    """How a graph is asked: for so many candidates at a time, up to so many rows in all."""

    effort: int
    gives_up: int


#: Connections that searches were set up on, and how they ask a graph; None, none was asked yet.
_ready: WeakKeyDictionary[psycopg.Connection, Walk | None] = WeakKeyDictionary()


class Values(list[object]):
    """What a statement sends along: the query's vector is its $1, and what is asked of several
    steps is sent once."""

    def __init__(self, query: QueryVector) -> None:
        super().__init__([HalfVector(query.numbers)])
        self.told: dict[Condition, str] = {}

    def joined(self, conditions: Iterable[Condition]) -> str:
        """To follow what a statement asks anyway; its values are among these."""
        return "".join([f" AND {self.tell(condition)}" for condition in conditions])

    def tell(self, condition: Condition) -> str:
        """With the number of a value for each %b."""
        if condition not in self.told:
            sql, *values = condition
            for value in values:
                self.append(list(value) if isinstance(value, tuple) else value)
                sql = sql.replace("%b", f"${len(self)}", 1)
            self.told[condition] = sql
        return self.told[condition]


def exact(query: QueryVector, where: Where, k: int, exclude: Collection[int]) -> list[Row]:
    """The `k` nearest, every row that matches compared."""
    values = Values(query)
    text = comparing(query, where, k, values.joined(matching(where, exclude)))
    return fetch(query, text, values)


def near(query: QueryVector, where: Where, k: int, exclude: Collection[int]) -> list[Row]:
    """About the `k` nearest, by the graph; fewer where it gave up before it had found k, or cannot
    tell which they are.
    """
    return told_apart(walked(query, where, k, exclude), k)


def walked(
    query: QueryVector, where: Where, k: int, exclude: Collection[int], effort: int | None = None
) -> list[Row]:
    """What the graph finds, up to SPARE more than `k`.

    effort: how many candidates it is asked for at a time, if not as many as are found enough.
    """
    values = Values(query)
    text = walking(query, where, k, values.joined(matching(where, exclude)))
    return fetch(query, text, values, walk(query, [where], effort))


def walk(query: QueryVector, wheres: Iterable[Where], effort: int | None = None) -> Walk:
    """As far as the widest of these is worth."""
    narrow = all(where.names_kinds for where in wheres)
    return Walk(
        effort or sample_of(query.encoder_id).effort,
        GIVES_UP_AMONG_KINDS if narrow else GIVES_UP,
    )


def told_apart(rows: list[Row], k: int) -> list[Row]:
    """The first `k` of those that were found; without the last that are equally near, where these
    go on to the end: of more of them (products with one picture) a graph finds any.
    """
    if len(rows) < k + SPARE:
        return rows[:k]
    farthest = rows[-1][1]
    return [row for row in rows[:k] if row[1] != farthest]


def comparing(query: QueryVector, where: Where, k: int, conditions: str) -> str:
    """conditions: as Values.joined gives them."""
    stock = "s.in_stock" if where.wants_stock else "s.in_stock = ANY('{t,f}')"
    # + 0: no vector index can give this order, so none is tried.
    return (
        f"SELECT s.product_id, (s.{stored(query)} <=> $1) + 0 AS distance"  # noqa: S608
        f" FROM product_search s WHERE s.encoder_id = {query.encoder_id} AND {stock}{conditions}"
        f" ORDER BY distance, s.product_id LIMIT {k}"
    )


def walking(query: QueryVector, where: Where, k: int, conditions: str) -> str:
    shelves = [shelf(query, stock, conditions, k + SPARE) for stock in shelves_of(where)]
    # What is in no graph yet is compared as on the exact route; a sweep keeps it to a few rows.
    fresh = comparing(query, where, k, f" AND s.fresh{conditions}")
    found = " UNION ALL ".join([*shelves, f"({fresh})"])
    return (
        f"WITH found AS MATERIALIZED ({found})"  # noqa: S608
        f" SELECT product_id, distance FROM found ORDER BY distance, product_id LIMIT {k + SPARE}"
    )


def shelves_of(where: Where) -> tuple[str, ...]:
    """The parts of the shop that have a graph each: what is in stock, what is sold out."""
    return ("s.in_stock",) if where.wants_stock else ("s.in_stock", "NOT s.in_stock")


def shelf(query: QueryVector, stock: str, conditions: str, k: int) -> str:
    # CASE: these conditions filter what the graph finds. The planner takes half of the rows to meet
    # them, whatever they are, and so neither chooses another index nor reads the whole table.
    filtered = f" AND CASE WHEN true{conditions} THEN true ELSE false END" if conditions else ""
    return (
        f"(SELECT s.product_id, s.{stored(query)} <=> $1 AS distance"  # noqa: S608
        f" FROM product_search s WHERE s.encoder_id = {query.encoder_id} AND {stock}"
        f" AND NOT s.fresh{filtered} ORDER BY s.{stored(query)} <=> $1 LIMIT {k})"
    )


def stored(query: QueryVector) -> str:
    """The stored vector as the encoder's indexes have it."""
    return f"e::halfvec({query.dimension})"


def matching(where: Where, exclude: Collection[int]) -> list[Condition]:
    conditions: list[Condition] = list(where.conditions())
    if exclude:
        conditions.append(("s.product_id <> ALL(%b::bigint[])", tuple(exclude)))
    return conditions


def farther(query: QueryVector, distance: float) -> Condition:
    """What is farther away than that."""
    return f"(s.{stored(query)} <=> $1) > %b::float8", distance


def fetch(
    query: QueryVector, sql: str, values: Sequence[object], by: Walk | None = None
) -> list[Any]:
    """Rows of a prepared statement, the connection set up for searches by the query's encoder.

    by: of a statement that asks a graph.
    """
    connection = reading()
    connection.ensure_connection()
    ready(connection.connection, by)
    return prepared.fetch(connection, sql, values)


def ready(raw: psycopg.Connection, by: Walk | None) -> None:
    if raw not in _ready:
        register_vector(raw)
        raw.execute(SESSION)
        _ready[raw] = None
    if by and _ready[raw] != by:
        raw.execute(f"SET hnsw.ef_search = {by.effort}; SET hnsw.max_scan_tuples = {by.gives_up}")
        _ready[raw] = by
