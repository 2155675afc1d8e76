"""`nearest_in_turn`: several searches for one vector, each wanted only while those before it found
too few, in one statement.

A ladder of wishes asked rung by rung waits for the database at each. Here the database itself looks
whether the next rung is wanted; one that is not costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from recommender.search import estimate, statements
from recommender.search.nearest import BOTH, GRAPH, Neighbour, note, see_own_changes
from recommender.search.query_vector import QueryVector
from recommender.search.statements import Condition, Row, Values
from recommender.search.where import Where


@dataclass(frozen=True)
class Step:
    where: Where
    least: float = -1.0  # the cosine below which a product is left to a later step
    while_fewer: int = 1_000_000  # wanted only while fewer than so many, and than k, were found
    below: float | None = None  # the cosine from which on a product stands on an earlier step


def nearest_in_turn(
    query: QueryVector,
    steps: Sequence[Step],
    k: int,
    exclude: Collection[int] = (),
    beside: Condition | None = None,
) -> list[list[Neighbour]]:
    """What each step adds to those before it, best first; `k` products at most in all.

    Each step keeps what `nearest` promises. beside: a SELECT on `catalog_product p` up to its
    WHERE, of what each product brings along, its key first; who came by a second statement after
    all brings nothing. Raises DataError where the vectors' lengths differ.
    """
    begun = time.perf_counter()
    see_own_changes()
    routes = estimate.routes(query, [step.where for step in steps], k)
    by = statements.walk(query, [step.where for step in steps]) if GRAPH in routes else None
    answer = statements.fetch(query, *question(query, steps, routes, k, exclude, beside), by)
    brought = {product: along for _, product, _, *along in answer if any(along[:1])}
    rows = by_step(answer, len(steps))
    found: list[list[Row]] = []
    taken = []
    for step, route, near in zip(steps, routes, rows, strict=True):
        seen = [product for some in found for product, _ in some]
        found.append([])
        if len(seen) >= min(step.while_fewer, k):
            continue
        if route == GRAPH and len(near := statements.told_apart(near, k)) < k:
            near = compared(query, step, k, [*exclude, *seen])
            route = BOTH
        taken.append(route)
        found[-1] = kept(near, step, seen)[: k - len(seen)]
    for route in taken:  # one statement answered them all: an equal share of its time for each
        note(route, (time.perf_counter() - begun) / len(taken))
    return [
        [Neighbour(pk, 1 - far, query.version, tuple(brought.get(pk, ()))) for pk, far in some]
        for some in found
    ]


def compared(query: QueryVector, step: Step, k: int, exclude: Collection[int]) -> list[Row]:
    values = Values(query)
    conditions = values.joined(asked(query, step, exclude))
    return statements.fetch(query, statements.comparing(query, step.where, k, conditions), values)


def asked(query: QueryVector, step: Step, exclude: Collection[int]) -> list[Condition]:
    conditions = statements.matching(step.where, exclude)
    if step.below is not None:
        conditions.append(statements.farther(query, 1 - step.below))
    return conditions


def kept(near: list[Row], step: Step, seen: list[int]) -> list[Row]:
    return [row for row in near if 1 - row[1] >= step.least and row[0] not in seen]


def by_step(rows: list[tuple[int, int, float, *tuple[Any, ...]]], steps: int) -> list[list[Row]]:
    found: list[list[Row]] = [[] for _ in range(steps)]
    for number, product, distance, *_ in rows:
        found[number].append((product, distance))
    return found


def question(
    query: QueryVector,
    steps: Sequence[Step],
    routes: Sequence[str],
    k: int,
    exclude: Collection[int],
    beside: Condition | None,
) -> tuple[str, Values]:
    """The statement that gives (number of the step, product id, distance, what it brings along).

    A step gives again what those before it kept: among k rows there are as many new ones as are
    still missing, all the same.
    """
    parts: list[str] = []
    values = Values(query)
    for number, (step, route) in enumerate(zip(steps, routes, strict=True)):
        ask = statements.walking if route == GRAPH else statements.comparing
        text = ask(query, step.where, k, values.joined(asked(query, step, exclude)))
        parts.append(f"step{number} AS MATERIALIZED ({wanted(text, number, step, k)})")
        is_alike = values.tell(("1 - distance >= %b::float8", step.least))
        parts.append(
            f"kept{number} AS MATERIALIZED ("  # noqa: S608 - numbers of ours
            f"SELECT product_id FROM step{number} WHERE {is_alike})"
        )
    rows = " UNION ALL ".join(
        f"SELECT {n} AS step, product_id, distance FROM step{n}"  # noqa: S608
        for n in range(len(steps))
    )
    if beside:
        rows = bringing(rows, values.tell(beside))
    return f"WITH {', '.join(parts)} {rows} ORDER BY step, distance, product_id", values


def bringing(rows: str, beside: str) -> str:
    """Each product brings it once, where it comes first: a key that is null is not looked up."""
    return (
        "SELECT step, product_id, distance, brought.* FROM ("  # noqa: S608 - texts of ours
        " SELECT *, CASE WHEN row_number() OVER (PARTITION BY product_id ORDER BY step) = 1"
        f" THEN product_id END AS first FROM ({rows}) AS every) AS found"
        f" LEFT JOIN LATERAL ({beside} WHERE p.id = found.first) AS brought ON true"
    )


def wanted(text: str, number: int, step: Step, k: int) -> str:
    """The search, not made at all once the steps before it have found enough."""
    if not number:
        return text
    found = " UNION ".join(f"TABLE kept{n}" for n in range(number))  # each product once
    return (
        f"SELECT * FROM ({text}) AS more"  # noqa: S608
        f" WHERE (SELECT count(*) FROM ({found}) AS found) < {min(step.while_fewer, k)}"
    )
