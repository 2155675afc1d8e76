"""Which rows somebody is at work on: noted before the work begins, so that it outlives the worker.

A claim names the database connection it was made on and is committed at once. While that
connection lives, nobody else takes the rows, and no lock is held: whoever changes a cover
meanwhile does not wait. When the connection is gone (kill -9, a time limit, a crash in C), its
claims are found at the next one. Rows of a batch that died are tried alone from then on; one that
was alone when its worker died has been tried. So a picture that hangs or kills is found, and its
neighbours are not blamed for it, nor for a worker that somebody else killed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

import structlog
from django.db import connection, transaction
from django.utils.timezone import now

from recommender.models import (
    EmbeddingQuerySet,
    EmbeddingState,
    EncoderVersion,
    ProductEmbedding,
)

log = structlog.get_logger(__name__)

#: How long a product waits after its first and its second failure. The third is the last.
WAITS = (timedelta(seconds=10), timedelta(minutes=5))
#: A claim older than this counts for nothing, even if its connection seems to live: the machine
#: may have lost its power, or a pooler may stand in between. Far above any batch's time limit.
LONGEST = timedelta(minutes=15)

FREE = {"holder": None, "claimed_at": None}


class WorkerEnded(RuntimeError):
    """It crashed, was killed, or hung until its time limit: the reason kept with a row."""


@dataclass(frozen=True)
class Claim:
    """Made by the database connection of this process number, at this time of the database's clock.

    A row leaves it when it is stored or put off, and when its cover changes meanwhile.
    """

    holder: int
    at: datetime

    @classmethod
    def of_this_connection(cls) -> Claim:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), clock_timestamp()")
            return cls(*cursor.fetchone())

    @property
    def rows(self) -> EmbeddingQuerySet:
        return ProductEmbedding.objects.filter(holder=self.holder, claimed_at=self.at)


@contextmanager
def claimed(
    encoder: EncoderVersion, size: int
) -> Iterator[tuple[Claim, Sequence[ProductEmbedding]]]:
    """Up to `size` due rows, with their `cover`, that are nobody else's during the block.

    What is still claimed at its end, in whatever way that comes, is free again, and not blamed.
    """
    claim, rows = take(encoder, size)
    try:
        yield claim, rows
    finally:
        if rows:
            claim.rows.update(**FREE)


@transaction.atomic
def take(encoder: EncoderVersion, size: int) -> tuple[Claim, Sequence[ProductEmbedding]]:
    """Mark what has waited longest as held by this connection: a batch, or one row alone."""
    due = encoder.embeddings.free().with_cover().order_by("next_attempt_at", "pk")
    found = list(due.select_for_update(skip_locked=True, of=("self",), no_key=True)[:size])
    rows = list(takewhile(lambda row: not row.alone, found)) or found[:1]
    claim = Claim.of_this_connection()
    marks = {"holder": claim.holder, "claimed_at": claim.at, "alone": len(rows) == 1}
    ProductEmbedding.objects.filter(pk__in=[row.pk for row in rows]).update(**marks)
    return claim, rows


def bury_the_dead(encoder: EncoderVersion) -> None:
    """Free what was claimed by connections that are gone, and find the culprit among it."""
    held = encoder.embeddings.filter(holder__isnull=False, claimed_at__isnull=False)
    # Read before the connections are: one that claims from now on is not taken for dead.
    claims = [Claim(*pair) for pair in held.values_list("holder", "claimed_at").distinct()]  # type: ignore[arg-type]
    if not claims:
        return
    witness = Witness.now()
    for claim in claims:
        if not witness.sees_alive(claim):
            bury(claim, witness.blames_worker(claim))


@dataclass(frozen=True)
class Witness:
    """Who is connected to the database, and since when that has been up without a crash."""

    own: int
    clock: datetime
    up_since: datetime
    #: By process number; the time is None where this account may not know it.
    connected_since: dict[int, datetime | None]

    @classmethod
    def now(cls) -> Witness:
        with connection.cursor() as cursor:
            cursor.execute(UP_SINCE)
            own, clock, up_since = cursor.fetchone()
            cursor.execute("SELECT pid, backend_start FROM pg_stat_activity")
            return cls(own, clock, up_since, dict(cursor.fetchall()))

    def sees_alive(self, claim: Claim) -> bool:
        if claim.holder == self.own or claim.at < self.clock - LONGEST:
            return False  # this connection has no work in hand while it looks for some
        since = self.connected_since.get(claim.holder, claim.at + LONGEST)
        return since is None or since <= claim.at

    def blames_worker(self, claim: Claim) -> bool:
        """Whether it was the worker that ended, not the database under it."""
        return claim.holder != self.own and claim.at > self.up_since


#: After a crash the server keeps its start time, but its checkpointer is another.
UP_SINCE = """
    SELECT pg_backend_pid(), clock_timestamp(), greatest(
        pg_postmaster_start_time(),
        (SELECT max(backend_start) FROM pg_stat_activity WHERE backend_type = 'checkpointer'))
"""


@transaction.atomic
def bury(claim: Claim, worker_died: bool) -> None:
    rows = claim.rows.defer("vector").select_for_update(skip_locked=True, no_key=True)
    for row in rows:
        if worker_died and row.alone:
            put_off(claim, row, WorkerEnded("with nothing but this picture in hand."))
        elif worker_died:
            again = {"alone": True, "next_attempt_at": now()}
            claim.rows.filter(pk=row.pk).update(**FREE, **again)
        else:
            claim.rows.filter(pk=row.pk).update(**FREE)
    if rows:  # else another worker was here first
        log.warning("claim_without_worker", products=len(rows), worker_died=worker_died)


def put_off(claim: Claim, row: ProductEmbedding, error: Exception) -> None:
    """Try again later, after a longer wait; after the third time, give up and say why."""
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:500]
    if row.attempts > len(WAITS):
        row.state = EmbeddingState.FAILED
    else:
        row.next_attempt_at = now() + WAITS[row.attempts - 1]
    fields = ("attempts", "error", "state", "next_attempt_at")
    facts = {field: getattr(row, field) for field in fields}
    claim.rows.filter(pk=row.pk).update(**FREE, **facts)
    log.warning("embedding_failed", product=row.product_id, attempt=row.attempts, error=row.error)
