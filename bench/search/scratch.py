"""Tables of the benchmark's own, in a schema that is dropped afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from django.db import connection
from pgvector import HalfVector

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


def fill_read_model(shop: Shop, level: int) -> float:
    """Rows and no indexes but the key; seconds."""
    for name in indexes.names("true"):
        indexes.Index(name, "").drop(concurrently=False)
    execute("TRUNCATE product_search")
    begun = time.perf_counter()
    stock = shop.in_stock(level)
    half = shop.vectors.astype(np.float16)
    copy = f"COPY product_search ({COLUMNS}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copy) as rows:
        for row in range(len(shop)):
            bits = shop.size_bits(row) if stock[row] else ""
            section = SECTIONS[int(shop.sections[row])]
            values = (row, ENCODER, int(shop.types[row]), None, int(shop.cents[row]))
            words = (bool(stock[row]), section, "Women", "", "", bits)
            rows.write_row((*values, *words, HalfVector(half[row]).to_text()))
    return time.perf_counter() - begun


def fill_plain(shop: Shop, levels: tuple[int, ...]) -> float:
    """A table as a Django shop would have it, its flags of stock a column for each level."""
    flags = ", ".join(f"stock{level} boolean" for level in levels)
    execute(
        "CREATE TABLE plain (id bigint PRIMARY KEY, type int, section text, cents int,"
        f" sizes varbit, {flags}, e vector({shop.vectors.shape[1]}))"
    )
    begun = time.perf_counter()
    stocks = [shop.in_stock(level) for level in levels]
    with connection.cursor() as cursor, cursor.copy("COPY plain FROM STDIN") as rows:
        for row in range(len(shop)):
            flags_of_row = [bool(stock[row]) for stock in stocks]
            section = SECTIONS[int(shop.sections[row])]
            text = "[" + ",".join(map("{:.6g}".format, shop.vectors[row])) + "]"
            start = (row, int(shop.types[row]), section, int(shop.cents[row]))
            rows.write_row((*start, shop.size_bits(row), *flags_of_row, text))
    return time.perf_counter() - begun


def size_of(relation: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s::regclass)", [relation])
        return cursor.fetchone()[0]
