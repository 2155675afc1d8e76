"""What was measured of an encoder's graph (effort.py), noted in a comment on its index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

#: How many candidates a graph is asked for at a time, unless it was measured. More are fetched
#: while too few match.
EFFORT = 40
#: The share of what is near in shape that is of one's own type, unless it was measured.
OF_TYPE = 0.15

#: Effort, rows, share; the share is lacking in older ones. Anybody may comment on an index.
WORDING = re.compile(r"(\d+) (\d+)(?: (\d\.\d+))?")
READ = """
    SELECT c.reltuples, coalesce(obj_description(c.oid, 'pg_class'), '')
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'product_search'::regclass AND i.indisvalid AND c.relname = %s
"""


@dataclass(frozen=True)
class Graph:
    """rows: by the statistics. measured_at: how many there were when all of this was measured, None
    where it was not."""

    rows: float
    effort: int = EFFORT
    of_type: float = OF_TYPE
    measured_at: int | None = None


def name(encoder_id: int) -> str:
    return f"product_search_graph_{int(encoder_id)}"


def read(encoder_id: int, source: BaseDatabaseWrapper) -> Graph | None:
    """None where the encoder has no graph, or none that is whole."""
    with source.cursor() as cursor:
        cursor.execute(READ, [name(encoder_id)])
        found = cursor.fetchone()
    if not found:
        return None
    rows, text = found
    said = WORDING.fullmatch(text)
    if not said:
        return Graph(rows)
    effort, then, of_type = said.groups()
    if of_type is None:
        return Graph(rows, int(effort))
    return Graph(rows, int(effort), float(of_type), int(then))


def write(encoder_id: int, graph: Graph) -> None:
    # The numbers are ours; COMMENT takes no parameters.
    note = f"{graph.effort} {max(graph.rows, 1):.0f} {graph.of_type:.2f}"
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON INDEX {name(encoder_id)} IS '{note}'")
