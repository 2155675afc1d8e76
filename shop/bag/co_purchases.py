"""What was bought together, counted: no order, no name, no date leaves with it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

#: Two products of one order count once, however many pieces of each were in it.
PAIRS = """
    WITH bought AS (
        SELECT DISTINCT line.order_id, variant.product_id
        FROM bag_orderline line JOIN catalog_variant variant ON variant.id = line.variant_id
        JOIN bag_order o ON o.id = line.order_id AND o.status <> 'cancelled'
    )
    SELECT one.product_id, other.product_id, count(*) AS orders
    FROM bought one JOIN bought other USING (order_id)
    WHERE one.product_id < other.product_id
    GROUP BY 1, 2 HAVING count(*) >= %s ORDER BY orders DESC, 1, 2
"""


def co_purchases(least: int = 1) -> Iterator[tuple[int, int, int]]:
    """Ids of two products, and in how many orders both were: `least` at least, most first."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, [least])
        yield from cursor
