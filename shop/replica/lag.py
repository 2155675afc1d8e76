"""How old the replica's answers are, which each process looks at now and then.

A look notes how far the primary has written. A replica that has replayed up to a note has all that
was there when the note was taken. So no clocks are compared, and a replica that is paused, cut off
or too slow grows too old by itself.
"""

from __future__ import annotations

import math
import threading
import time

import structlog
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from shop.replica import REPLICA

log = structlog.get_logger(__name__)

#: Seconds between two looks, and until a replica that failed is asked again.
LOOK_EVERY, PAUSE = 1.0, 5.0
WRITTEN = "SELECT (pg_current_wal_lsn() - '0/0')::bigint"
#: -1 of a server that is no replica: one that was promoted, or a wrong address.
REPLAYED = (
    "SELECT CASE WHEN pg_is_in_recovery()"
    " THEN (pg_last_wal_replay_lsn() - '0/0')::bigint ELSE -1 END"
)


class Watch:
    """What this process knows of the replica. Any thread may ask; one at a time looks."""

    def __init__(self) -> None:
        self._looking = threading.Lock()
        self._next_look = -math.inf
        self._has_all_until = -math.inf
        self._note: tuple[int, float] | None = None  # a position of the primary, and when
        self._was_fit = False

    def is_fit(self) -> bool:
        """Whether the replica has all that was written REPLICA_MAX_LAG seconds ago."""
        if time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()
        fit = time.monotonic() - self._has_all_until <= settings.REPLICA_MAX_LAG
        if fit != self._was_fit:
            self._was_fit = fit
            log.warning("replica", answers="pages that may be stale" if fit else "nothing")
        return fit

    def give_up(self, error: Exception) -> None:
        """The replica failed: it is left alone for a while."""
        log.warning("replica_failed", error=str(error))
        self._has_all_until, self._note = -math.inf, None
        self._next_look = time.monotonic() + PAUSE
        connections[REPLICA].close()

    def _look(self) -> None:
        now = time.monotonic()
        self._next_look = now + LOOK_EVERY
        written = position(DEFAULT_DB_ALIAS, WRITTEN)
        try:
            replayed = position(REPLICA, REPLAYED)
        except (DatabaseError, InterfaceError) as error:
            self.give_up(error)
            return
        position_noted, noted_at = self._note or (written, now)
        if replayed >= position_noted:
            self._has_all_until = noted_at
            self._note = written, now
        else:
            self._note = position_noted, noted_at


def position(alias: str, sql: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


watch = Watch()
