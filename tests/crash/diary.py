"""What the encoder was shown and what was stored, kept in tables that only the test knows."""

from __future__ import annotations

from collections import Counter

from django.db import connection

TABLES = """
    CREATE TABLE crash_calls (number int, together int, at timestamptz DEFAULT clock_timestamp());
    CREATE TABLE crash_stores (product_id bigint, digest text);
    CREATE FUNCTION crash_note_store() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO crash_stores VALUES (NEW.product_id, NEW.photo_digest);
            RETURN NULL;
        END $$;
    CREATE TRIGGER crash_note_store AFTER UPDATE ON recommender_productembedding FOR EACH ROW
        WHEN (NEW.embedded_at IS DISTINCT FROM OLD.embedded_at)
        EXECUTE FUNCTION crash_note_store();
"""
NO_TABLES = """
    DROP FUNCTION crash_note_store CASCADE;
    DROP TABLE crash_stores, crash_calls;
"""


def execute(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


class Diary:
    """Calls are committed as they are made; stores with the vector they tell of."""

    def calls(self, together: int | None = None) -> Counter[int]:
        """By picture; `together`: only those in which so many pictures were shown at once."""
        where = f"WHERE together = {together}" if together else ""
        return Counter(number for (number,) in execute(f"SELECT number FROM crash_calls {where}"))

    def stores(self) -> Counter[tuple[int, str]]:
        """By product and the photo's digest."""
        return Counter(execute("SELECT product_id, digest FROM crash_stores"))
