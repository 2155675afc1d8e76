"""What keeps searches fast while the shop grows and sells; the worker does it each minute."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from recommender.models import EncoderVersion
from recommender.search import effort, indexes, settling

BUILDING = 725_104  # the advisory lock of whoever builds
#: Seconds between two looks whether another one is still building.
BREATH = 0.2


def keep_up() -> list[str]:
    """Let changes into the graphs, build what is missing, drop what nobody needs; what was built.

    Nobody waits for it, unless it runs inside a transaction. One at a time: a second one leaves.
    """
    with the_only_one() as alone:
        return keep_up_alone() if alone else []


@contextmanager
def the_only_one() -> Iterator[bool]:
    """Whether no other session is building; the lock is the session's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [BUILDING])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            indexes.execute("SELECT pg_advisory_unlock(%s)", [BUILDING])


@contextmanager
def when_alone() -> Iterator[None]:
    """The only one to build during the block, after whoever builds now.

    Two that make or drop indexes CONCURRENTLY wait for each other in a circle. So would one that
    waited for the lock itself: CONCURRENTLY waits for every statement, also for one that waits.
    """
    while True:
        with the_only_one() as alone:
            if alone:
                yield
                return
        time.sleep(BREATH)


def keep_up_alone() -> list[str]:
    built = []
    for encoder in EncoderVersion.objects.exclude(dimension=None).by_need():
        settling.settle(encoder)
        built += indexes.build_missing(encoder.pk, encoder.dimension or 0)
        effort.keep_up(encoder.pk)
    kept = "|".join(str(pk) for pk in EncoderVersion.objects.values_list("pk", flat=True)) or "none"
    for name in indexes.names(f"NOT (c.relname ~ '_({kept})$')"):
        indexes.Index(name, "").drop(concurrently=not connection.in_atomic_block)
    return built
