"""`nearest_in_turn`: several searches for one vector, each wanted only while those before it found
too few, in one statement.

A ladder of wishes asked rung by rung waits for the database at each. Here the database itself looks
whether the next rung is wanted; one that is not costs nothing.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from recommender.search import estimate, statements
from recommender.search.nearest import BOTH, GRAPH, Neighbour, note, see_own_changes
from recommender.search.query_vector import QueryVector
from recommender.search.statements import Question, Row
from recommender.search.where import Where


@dataclass(frozen=True)
class Step:
    where: Where
    least: float = -1.0  # the cosine below which a product is left to a later step
    while_fewer: int = 1_000_000  # wanted only while fewer than so many, and than k, were found
    below: float | None = None  # the cosine from which on a product stands on an earlier step


def nearest_in_turn(
    query: QueryVector, steps: Sequence[Step], k: int, exclude: Collection[int] = ()
) -> list[list[Neighbour]]:
    """What each step adds to those before it, best first; `k` products at most in all.

    Each step keeps what `nearest` promises. Raises DataError where the vectors' lengths differ.
    """
    begun = time.perf_counter()
    see_own_changes()
    routes = [estimate.route(query, step.where, k) for step in steps]
    rows = by_step(statements.fetch(query, *question(query, steps, routes, k, exclude)), len(steps))
    found: list[list[Row]] = []
    taken = []
    for step, route, near in zip(steps, routes, rows, strict=True):
        seen = [product for some in found for product, _ in some]
        found.append([])
        if len(seen) >= min(step.while_fewer, k):
            continue
        if route == GRAPH and len(near := statements.told_apart(near, k)) < k:
            conditions = statements.matching(step.where, [*exclude, *seen])
            conditions += unlike(query, step)
            near = statements.fetch(query, *statements.comparing(query, step.where, k, conditions))
            route = BOTH
        taken.append(route)
        found[-1] = kept(near, step, seen)[: k - len(seen)]
    for route in taken:  # one statement answered them all: an equal share of its time for each
        note(route, (time.perf_counter() - begun) / len(taken))
    return [[Neighbour(pk, 1 - distance, query.version) for pk, distance in some] for some in found]


def unlike(query: QueryVector, step: Step) -> statements.Conditions:
    return [] if step.below is None else [statements.farther(query, 1 - step.below)]


def kept(near: list[Row], step: Step, seen: list[int]) -> list[Row]:
    return [row for row in near if 1 - row[1] >= step.least and row[0] not in seen]


def by_step(rows: list[tuple[int, int, float]], steps: int) -> list[list[Row]]:
    found: list[list[Row]] = [[] for _ in range(steps)]
    for number, product, distance in rows:
        found[number].append((product, distance))
    return found


def question(
    query: QueryVector,
    steps: Sequence[Step],
    routes: Sequence[str],
    k: int,
    exclude: Collection[int],
) -> Question:
    """The statement that gives (number of the step, product id, distance).

    A step gives again what those before it kept: among k rows there are as many new ones as are
    still missing, all the same.
    """
    parts: list[str] = []
    values: list[object] = []
    for number, (step, route) in enumerate(zip(steps, routes, strict=True)):
        ask = statements.walking if route == GRAPH else statements.comparing
        conditions = statements.matching(step.where, exclude) + unlike(query, step)
        text, mine = ask(query, step.where, k, conditions)
        parts.append(f"step{number} AS MATERIALIZED ({wanted(text, number, step, k)})")
        parts.append(
            f"kept{number} AS MATERIALIZED ("  # noqa: S608 - numbers of ours
            f"SELECT product_id FROM step{number} WHERE 1 - distance >= %b::float8)"
        )
        values += [*mine, step.least]
    rows = " UNION ALL ".join(
        f"(SELECT {n}, product_id, distance FROM step{n} ORDER BY distance, product_id)"  # noqa: S608
        for n in range(len(steps))
    )
    return f"WITH {', '.join(parts)} {rows}", values


def wanted(text: str, number: int, step: Step, k: int) -> str:
    """The search, not made at all once the steps before it have found enough."""
    if not number:
        return text
    found = " UNION ".join(f"TABLE kept{n}" for n in range(number))  # each product once
    return (
        f"SELECT * FROM ({text}) AS more"  # noqa: S608
        f" WHERE (SELECT count(*) FROM ({found}) AS found) < {min(step.while_fewer, k)}"
    )
