"""Rows that changed are compared with every query until they are put into a graph, here.

To enter a graph takes a walk through it, some milliseconds that a sale should not wait for. So a
changed row stays outside (`fresh`), and a sweep lets it in.
"""

from __future__ import annotations

from collections.abc import Iterator

import structlog
from django.db import connection

from recommender.models import EncoderVersion
from recommender.search import indexes

log = structlog.get_logger(__name__)

#: Rows moved in one transaction: a change of one of them waits for so many walks.
BATCH = 20
#: The same where there is no graph to walk through.
LARGE_BATCH = 1_000
#: Transactions of one sweep; the next one goes on.
MOST = 1_000
#: Rows that are somebody's at this moment are left to the next sweep.
SETTLE = """
    UPDATE product_search s SET fresh = false
    FROM (SELECT product_id FROM product_search WHERE encoder_id = %(encoder)s AND fresh
          LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED) AS few
    WHERE s.product_id = few.product_id AND s.encoder_id = %(encoder)s
"""
COUNTS = """
    SELECT (SELECT count(*) FROM product_search WHERE encoder_id = %(encoder)s AND fresh),
           coalesce(sum(reltuples), 0)
    FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid
    WHERE i.indrelid = 'product_search'::regclass AND c.relname ~ %(graphs)s
"""


def settle(encoder: EncoderVersion) -> int:
    """Let what is fresh into its graph; how many rows that were.

    Where more than half as much is fresh as is settled (a large import), the graphs are dropped and
    built anew, which is quicker; until then searches compare every row, as they had to already.
    """
    graphs = f"^product_search_graph_(out_)?{encoder.pk}$"
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"encoder": encoder.pk, "graphs": graphs})
        fresh, settled = cursor.fetchone()
    if fresh < indexes.WORTH_A_GRAPH or 2 * fresh < settled:
        moved = sum(batches(encoder.pk, BATCH))
    else:
        for name in indexes.names(f"c.relname ~ '{graphs}'"):
            indexes.Index(name, "").drop(concurrently=not connection.in_atomic_block)
        moved = sum(batches(encoder.pk, LARGE_BATCH))
    if moved:
        log.info("search_rows_settled", rows=moved, encoder=encoder.version)
    return moved


def batches(encoder: int, size: int) -> Iterator[int]:
    for _ in range(MOST):
        with connection.cursor() as cursor:
            cursor.execute(SETTLE, {"encoder": encoder, "batch": size})
            moved = cursor.rowcount
        yield moved
        if moved < size:
            return
