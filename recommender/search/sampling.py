"""How much of the read model TABLESAMPLE is asked for."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

ROW_BYTES = 1_200  # about; what a page is not filled with included
#: By the statistics; by the size while there are none yet.
ROWS = """
    SELECT CASE WHEN reltuples >= 0 THEN reltuples ELSE pg_relation_size(oid) / %s END::float8
    FROM pg_class WHERE oid = 'product_search'::regclass
"""


def percent_of(rows: int, source: BaseDatabaseWrapper) -> float:
    """The percentage of the table that is about so many rows, of all encoders; 100 at most."""
    with source.cursor() as cursor:
        cursor.execute(ROWS, [ROW_BYTES])
        return min(100.0, 100.0 * rows / max(1.0, cursor.fetchone()[0]))
