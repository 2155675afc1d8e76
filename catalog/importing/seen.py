"""Which ids a source has named already, however many: kept by the database, not in memory."""

from __future__ import annotations

from django.db import connection

from catalog.importing.row import Refusal, Row


class SeenIds:
    """A temporary table of this connection, empty at the start. Use as a context manager."""

    def __enter__(self) -> SeenIds:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS pg_temp.import_seen")
            cursor.execute(
                "CREATE TEMPORARY TABLE import_seen (external_id text PRIMARY KEY, line bigint)"
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        # After a failure the transaction, if there is one, takes no more statements.
        if kind is None:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE IF EXISTS pg_temp.import_seen")

    def first_ones(self, rows: list[Row]) -> tuple[list[Row], list[Refusal]]:
        """The rows whose id comes for the first time, and refusals of the others."""
        fresh: list[Row] = []
        lines = self._lines_before(rows)
        repeated: list[Refusal] = []
        for row in rows:
            if row.external_id in lines:
                repeated.append(repetition(row, lines[row.external_id]))
            else:
                lines[row.external_id] = row.line
                fresh.append(row)
        self._remember(fresh)
        return fresh, repeated

    def _lines_before(self, rows: list[Row]) -> dict[str, int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT external_id, line FROM import_seen WHERE external_id = ANY(%s)",
                [[row.external_id for row in rows]],
            )
            return dict(cursor.fetchall())

    def _remember(self, rows: list[Row]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO import_seen SELECT * FROM unnest(%s::text[], %s::bigint[])",
                [[row.external_id for row in rows], [row.line for row in rows]],
            )


def repetition(row: Row, first_line: int) -> Refusal:
    where = f" (line {first_line})" if first_line else ""
    return Refusal(row.line, row.external_id, "id", f"comes more than once{where}")
