"""Tables of the benchmark's own, in a schema that is dropped afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from django.db import connection
from django.test.utils import override_settings
from pgvector import HalfVector
from pgvector.psycopg import register_vector

from bench.search.shop import SECTIONS, Shop
from recommender.product_search import COLUMNS, ProductSearch
from recommender.search import estimate, indexes

SCHEMA = "bench_search"
ENCODER = 1


@contextmanager
def scratch_schema() -> Iterator[None]:
    execute("CREATE EXTENSION IF NOT EXISTS vector")
    execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    execute(f"CREATE SCHEMA {SCHEMA}")
    enter()
    try:
        with override_settings(DEBUG=False):  # otherwise each statement is kept, with its values
            yield
    finally:
        estimate.forget_samples()
        execute("RESET search_path")
        execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def enter() -> None:
    execute(f"SET search_path TO {SCHEMA}, public")


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def create_read_model() -> None:
    """product_search as the product has it, and what its statements join."""
    with connection.schema_editor() as editor:
        editor.create_model(ProductSearch)
    execute("ALTER TABLE product_search SET (fillfactor = 80, autovacuum_enabled = false)")
    execute("ALTER TABLE product_search ALTER COLUMN e SET STORAGE PLAIN")
    execute("CREATE TABLE catalog_producttype (id bigint, family text)")


def bring_in(shop: Shop) -> None:
    """All of the shop in a table of its own, in binary, from which the contenders' are filled."""
    connection.ensure_connection()
    register_vector(connection.connection)
    execute(
        "CREATE TABLE goods (id bigint, type bigint, section text, cents bigint, bits text,"
        " draw float8, e halfvec)"
    )
    half = shop.vectors.astype(np.float16)
    sections = [SECTIONS[place] for place in shop.sections]
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY goods FROM STDIN WITH (FORMAT BINARY)") as rows,
    ):
        rows.set_types(["int8", "int8", "text", "int8", "text", "float8", "halfvec"])
        for row in range(len(shop)):
            words = (row, int(shop.types[row]), sections[row], int(shop.cents[row]))
            draw = float(shop.draw[row])
            rows.write_row((*words, shop.size_bits(row), draw, HalfVector(half[row])))


def fill_read_model(level: int) -> float:
    """Rows and no indexes but the key; seconds."""
    for name in indexes.names("true"):
        indexes.Index(name, "").drop(concurrently=False)
    execute("TRUNCATE product_search")
    begun = time.perf_counter()
    execute(
        f"INSERT INTO product_search ({COLUMNS})"
        f" SELECT id, {ENCODER}, type, NULL, cents, stock, section, 'Women', '', '', '',"
        " CASE WHEN stock THEN bits::varbit ELSE B'' END, e"
        f" FROM goods, LATERAL (SELECT draw < {level / 100} AS stock) AS shelf"
    )
    return time.perf_counter() - begun


def fill_plain(dim: int, levels: tuple[int, ...]) -> None:
    """A table as a Django shop would have it, its flags of stock a column for each level."""
    flags = ", ".join(f"draw < {level / 100} AS stock{level}" for level in levels)
    execute(
        "CREATE TABLE plain AS SELECT id, type, section, cents, bits::varbit AS sizes,"
        f" {flags}, e::vector({dim}) AS e FROM goods"
    )


def size_of(relation: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [relation])
        return cursor.fetchone()[0]
