"""The indexes that make a search fast, one set per encoder, built while the shop is open.

The covering index answers the exact route from the index alone. A graph is worth its upkeep from
some thousands of rows on; there is one for what is in stock and one for what is sold out, so that
a row is in one graph at a time, or in none yet (`settling`): those have a small index of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

log = structlog.get_logger(__name__)

#: Below so many rows the exact route is as quick.
WORTH_A_GRAPH = 5_000
#: A covering index entry must fit a third of a page, whatever else is in it.
LONGEST_COVERED = 1_024
LONGEST_GRAPHED = 4_000
NAMES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'product_search'::regclass
    AND c.relname ~ '^product_search_(exact|fresh|graph|graph_out)_' AND
"""


@dataclass(frozen=True)
class Index:
    name: str
    definition: str  # what follows CREATE INDEX name ON product_search

    def create(self, concurrently: bool) -> None:
        execute(f"CREATE INDEX {how(concurrently)} {self.name} ON product_search {self.definition}")

    def drop(self, concurrently: bool) -> None:
        execute(f"DROP INDEX {how(concurrently)} IF EXISTS {self.name}")

    def rebuild(self, concurrently: bool) -> None:
        execute(f"REINDEX INDEX {how(concurrently)} {self.name}")


def covering(encoder: int, dimension: int) -> Index:
    vector = ", e" if dimension <= LONGEST_COVERED else ""
    return Index(
        f"product_search_exact_{encoder}",
        # Gender and colour before the price: what stands in for a garment is looked for by them.
        "(in_stock, product_type_id, gender, colour, price_cents) INCLUDE (product_id, brand_id,"
        f" section, season, usage, size_bits{vector}) WHERE encoder_id = {encoder}",
    )


def fresh(encoder: int) -> Index:
    return Index(
        f"product_search_fresh_{encoder}", f"(in_stock) WHERE encoder_id = {encoder} AND fresh"
    )


def graph(encoder: int, dimension: int, in_stock: bool) -> Index:
    """Hierarchical navigable small world (Malkov and Yashunin, 2016), in half precision."""
    shelf = "in_stock" if in_stock else "NOT in_stock"
    return Index(
        f"product_search_{'graph' if in_stock else 'graph_out'}_{encoder}",
        f"USING hnsw ((e::halfvec({dimension})) halfvec_cosine_ops)"
        f" WITH (m = 16, ef_construction = 64) WHERE encoder_id = {encoder} AND {shelf}"
        " AND NOT fresh",
    )


def wanted(encoder: int, dimension: int) -> Iterator[Index]:
    """The indexes this encoder's rows should have, by how many there are."""
    yield covering(encoder, dimension)
    yield fresh(encoder)
    if dimension > LONGEST_GRAPHED:
        return
    for in_stock in (True, False):
        if rows(encoder, in_stock) >= WORTH_A_GRAPH:
            yield graph(encoder, dimension, in_stock)


def build_missing(encoder: int, dimension: int) -> list[str]:
    concurrently = not connection.in_atomic_block
    for broken in names(f"NOT i.indisvalid AND c.relname ~ '_{encoder}(_ccnew\\d*)?$'"):
        Index(broken, "").drop(concurrently)
    present = names()
    missing = [index for index in wanted(encoder, dimension) if index.name not in present]
    build(missing, concurrently)
    return [index.name for index in missing]


def build(indexes: Iterable[Index], concurrently: bool) -> None:
    for index in indexes:
        log.info("search_index_building", index=index.name)
        with MemoryToBuild():
            index.create(concurrently)
        execute("ANALYZE product_search")


def rebuild_all(concurrently: bool) -> list[str]:
    present = names()
    for name in present:
        with MemoryToBuild():
            Index(name, "").rebuild(concurrently)
    return present


class MemoryToBuild:
    """More memory for this session while it builds: a graph that does not fit is built slowly."""

    def __enter__(self) -> None:
        execute("SELECT set_config('maintenance_work_mem', %s, false)", [settings.SEARCH_MEMORY])

    def __exit__(self, *error: object) -> None:
        execute("RESET maintenance_work_mem")


def names(condition: str = "i.indisvalid") -> list[str]:
    """Of the indexes this module made, those that meet a condition on pg_index i, pg_class c."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES + condition)
        return [name for (name,) in cursor.fetchall()]


def rows(encoder: int, in_stock: bool) -> int:
    """How many there are, counted no further than matters."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM product_search"
            " WHERE encoder_id = %s AND in_stock = %s LIMIT %s) AS few",
            [encoder, in_stock, WORTH_A_GRAPH],
        )
        return cursor.fetchone()[0]


def how(concurrently: bool) -> str:
    return "CONCURRENTLY" if concurrently else ""


def execute(sql: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
