"""The indexes that make a search fast, one set per encoder, built while the shop is open.

The covering index answers the exact route from the index alone. A graph is worth its upkeep from
some thousands of rows on; there is one for what is in stock and one for what is sold out, so that
a row is in one graph at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

from recommender.models import EncoderVersion

log = structlog.get_logger(__name__)

#: Below so many rows the exact route is as quick.
WORTH_A_GRAPH = 5_000
#: A covering index entry must fit a third of a page, whatever else is in it.
LONGEST_COVERED = 1_024
LONGEST_GRAPHED = 4_000
BUILDING = 725_104  # the advisory lock of whoever builds
NAMES = """
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'product_search'::regclass
    AND c.relname ~ '^product_search_(exact|graph|graph_out)_' AND
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
        f" section, season, size_bits{vector}) WHERE encoder_id = {encoder}",
    )


def graph(encoder: int, dimension: int, in_stock: bool) -> Index:
    """Hierarchical navigable small world (Malkov and Yashunin, 2016), in half precision."""
    shelf = "in_stock" if in_stock else "NOT in_stock"
    return Index(
        f"product_search_{'graph' if in_stock else 'graph_out'}_{encoder}",
        f"USING hnsw ((e::halfvec({dimension})) halfvec_cosine_ops)"
        f" WITH (m = 16, ef_construction = 64) WHERE encoder_id = {encoder} AND {shelf}",
    )


def wanted(encoder: int, dimension: int) -> Iterator[Index]:
    """The indexes this encoder's rows should have, by how many there are."""
    yield covering(encoder, dimension)
    if dimension > LONGEST_GRAPHED:
        return
    for in_stock in (True, False):
        if rows(encoder, in_stock) >= WORTH_A_GRAPH:
            yield graph(encoder, dimension, in_stock)


def keep_up() -> list[str]:
    """Build what is missing, drop what a killed build or a forgotten encoder left; what was built.

    Nobody waits for it, unless it runs inside a transaction. One at a time: a second one leaves.
    """
    with the_only_one() as alone:
        return keep_up_alone() if alone else []


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Whether no other session is building; the lock is the session's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [BUILDING])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            execute("SELECT pg_advisory_unlock(%s)", [BUILDING])


def keep_up_alone() -> list[str]:
    concurrently = not connection.in_atomic_block
    built = []
    for encoder in EncoderVersion.objects.exclude(dimension=None).by_need():
        built += build_missing(encoder.pk, encoder.dimension or 0)
    kept = "|".join(str(pk) for pk in EncoderVersion.objects.values_list("pk", flat=True)) or "none"
    for name in names(f"NOT (c.relname ~ '_({kept})$')"):
        Index(name, "").drop(concurrently)
    return built


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
