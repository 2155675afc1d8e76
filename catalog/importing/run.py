"""An import from its first row to its last: chunks, counts, report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from django.db import connection

from catalog.importing.report import Report
from catalog.importing.row import Refusal, Row, SourceRefused
from catalog.importing.seen import SeenIds
from catalog.importing.writer import Writer, Written

CHUNK = 200
#: Any number, the same in every process of a shop.
LOCK = 7_351_902


@dataclass
class Summary:
    """Rows by what became of them: read = created + updated + unchanged + refused.

    `without_photo` counts rows that came in while a photo of theirs did not, `notes` what was put
    right or decided on the way.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    without_photo: int = 0
    notes: int = 0

    @property
    def is_complete(self) -> bool:
        return not self.refused and not self.without_photo

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def count(self, written: Written) -> None:
        self.created += written.created
        self.updated += written.updated
        self.unchanged += written.unchanged
        self.count_refusals(written.refusals)

    def count_refusals(self, refusals: list[Refusal]) -> None:
        whole_rows = [refusal for refusal in refusals if not refusal.photo_only]
        self.refused += sum(not refusal.note_only for refusal in whole_rows)
        self.notes += sum(refusal.note_only for refusal in refusals)
        self.without_photo += len({r.external_id for r in refusals if r.photo_only})


def import_products(
    found: Iterable[Row | Refusal],
    writer: Writer,
    report: Report,
    limit: int | None = None,
    on_progress: Callable[[int], None] = lambda rows: None,
) -> Summary:
    """Write what a reader found, `CHUNK` rows in a transaction; `limit` rows at most.

    Raises SourceRefused where the source cannot be read, or another import is running.
    """
    summary = Summary()
    with one_at_a_time(), SeenIds() as seen:
        for chunk in chunks(islice(found, limit)):
            take_in(chunk, seen, writer, report, summary)
            on_progress(len(chunk))
    return summary


def take_in(
    chunk: list[Row | Refusal], seen: SeenIds, writer: Writer, report: Report, summary: Summary
) -> None:
    refusals = [item for item in chunk if isinstance(item, Refusal)]
    rows, repeated = seen.first_ones([item for item in chunk if isinstance(item, Row)])
    refusals += repeated
    written = writer.write(rows) if rows else Written()
    summary.read += sum(not getattr(item, "note_only", False) for item in chunk)
    summary.count(written)
    summary.count_refusals(refusals)
    everything = refusals + written.refusals
    report.add(sorted(everything, key=lambda refusal: refusal.line))


def chunks(items: Iterator[Row | Refusal]) -> Iterator[list[Row | Refusal]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two imports at once would each find the other's products missing, and make them twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise SourceRefused("another import is running: wait until it has ended")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
