"""Statements that PostgreSQL plans once per connection, for pages that wait for little else.

They go round Django's cursor, which sends every value inside the text, so that each statement is
new to the database.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.sql import Literal

#: Executions after which psycopg prepares by itself. Django turns that off, and with it the
#: preparing that is asked for; its own cursors never prepare.
THRESHOLD = 5


def fetch(connection: BaseDatabaseWrapper, sql: str, values: Sequence[object]) -> list[Any]:
    """Rows of a prepared statement that only reads, in binary.

    `sql` is the same text every time (or one of a few). Placeholders are %b, or $1, $2 … where a
    value stands in several places. A connection that died since it was last used is replaced:
    Django asks at each request whether it lives, which would be one question more.
    """
    may_be_dead = connection.connection is not None and not connection.in_atomic_block
    try:
        return ask(connection, sql, values)
    except (OperationalError, InterfaceError):
        if not may_be_dead or connection.is_usable():
            raise
        connection.close()
        return ask(connection, sql, values)


def ask(connection: BaseDatabaseWrapper, sql: str, values: Sequence[object]) -> list[Any]:
    """Logged like any other statement where these are logged."""
    connection.ensure_connection()
    with connection.wrap_database_errors:
        raw: psycopg.Connection = connection.connection
        raw.prepare_threshold = THRESHOLD
        begun = time.monotonic()
        with psycopg.RawCursor(raw) as cursor:
            rows = cursor.execute(numbered(sql), values, prepare=True, binary=True).fetchall()
        if connection.queries_logged:
            seconds = f"{time.monotonic() - begun:.3f}"
            text = explained(raw, numbered(sql), values)
            connection.queries_log.append({"sql": text, "time": seconds})
    return rows


@lru_cache(maxsize=512)
def numbered(sql: str) -> str:
    """With $1, $2 … for each %b: psycopg would look for placeholders in a long text each time."""
    numbers = count(1)
    return re.sub("%b", lambda _: f"${next(numbers)}", sql)


def explained(raw: psycopg.Connection, sql: str, values: Sequence[object]) -> str:
    """With its values in the text, as Django's own are."""
    told = [Literal(value).as_string(raw) for value in values]
    return re.sub(r"\$(\d+)", lambda place: told[int(place[1]) - 1], sql)
