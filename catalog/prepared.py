"""Statements that PostgreSQL plans once per connection, for pages that wait for little else.

They go round Django's cursor, which sends every value inside the text, so that each statement is
new to the database.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

#: Executions after which psycopg prepares by itself. Django turns that off, and with it the
#: preparing that is asked for; its own cursors never prepare.
THRESHOLD = 5


def fetch(connection: BaseDatabaseWrapper, sql: str, values: Sequence[object]) -> list[Any]:
    """Rows of a prepared statement that only reads, in binary.

    `sql` is the same text every time (or one of a few), placeholders are %b. A connection that died
    since it was last used is replaced: Django asks at each request whether it lives, which would be
    one question more.
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
        with psycopg.Cursor(raw) as cursor:
            rows = cursor.execute(sql, values, prepare=True, binary=True).fetchall()
        if connection.queries_logged:
            seconds = f"{time.monotonic() - begun:.3f}"
            connection.queries_log.append({"sql": explained(raw, sql, values), "time": seconds})
    return rows


def explained(raw: psycopg.Connection, sql: str, values: Sequence[object]) -> str:
    """With its values in the text, as Django's own are."""
    return psycopg.ClientCursor(raw).mogrify(sql, values)
