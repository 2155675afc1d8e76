"""What a fragment asks the database, and how the database goes about it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.fragment.web import HTMX


def statements_of(url: str) -> list[str]:
    """Of one warm request, as they were sent; the check that the connection lives left out."""
    headers = {"HX-Request": HTMX["HX-Request"]}
    Client().get(url, headers=headers)
    with CaptureQueriesContext(connection) as queries:
        Client().get(url, headers=headers)
    return [query["sql"] for query in queries.captured_queries]


def plans_of(statements: list[str]) -> Iterator[str]:
    for sql in statements:
        with connection.cursor() as cursor:
            # Without parameters nothing in the text is taken for a placeholder.
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, SETTINGS) {sql}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        yield f"{shortened(sql)}\n\n{plan}\n"


def shortened(sql: str, longest: int = 2_000) -> str:
    return sql if len(sql) <= longest else f"{sql[:longest]} …"
