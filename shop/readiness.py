"""Can this process serve shoppers? Each part it needs is asked in a thread of its own, for a while.

Without the database, or with tables older than the code, no page works. Without the encoder or the
broker every page does, and the shop says so rather than closing: see docs/operations.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, wait
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import structlog
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from recommender.embedding.registry import is_in_place
from recommender.models import EncoderVersion
from shop.celery import app

log = structlog.get_logger(__name__)

#: Seconds a part may take to answer; one that hangs holds no probe for longer.
PATIENCE = 2.0


class State(StrEnum):
    OK = "ok"
    AWAY = "away"
    SILENT = "silent"  # no answer in time


@dataclass(frozen=True)
class Part:
    """`ask` raises whatever it likes when the part is away; `needed`: no page works without it."""

    name: str
    ask: Callable[[], None]
    needed: bool


class NotInOrder(RuntimeError):
    """The part answers, and the answer is no."""


def database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def migrations() -> None:
    missing = newest_migrations() - MigrationRecorder(connection).applied_migrations().keys()
    if missing:
        raise NotInOrder(f"not applied: {sorted(missing)}")


@lru_cache(maxsize=1)
def newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as the code has them: a process's code does not change."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).graph.leaf_nodes())


def encoder() -> None:
    """Whether the active encoder's weights are where they should be. Loads no torch."""
    active = EncoderVersion.objects.active()
    if active is None:
        raise NotInOrder("no worker has begun with one yet")
    if active.trouble or not is_in_place(active):
        raise NotInOrder(active.trouble or f"{active.name} has no weights of {active.version}")


def broker() -> None:
    with app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=0)


PARTS = (
    Part("database", database, needed=True),
    Part("migrations", migrations, needed=True),
    Part("encoder", encoder, needed=False),
    Part("broker", broker, needed=False),
)

_asked: dict[str, Future[None]] = {}
_noted: dict[str, State] = {}
_guard = threading.Lock()


def states(parts: Sequence[Part] = PARTS, patience: float = PATIENCE) -> dict[Part, State]:
    """What each part answers, known after `patience` seconds at most, however many hang."""
    answers = {part: asked(part) for part in parts}
    wait(answers.values(), timeout=patience)
    return {part: noted(part, answer) for part, answer in answers.items()}


def asked(part: Part) -> Future[None]:
    """The part's answer to come. While it still hangs on an earlier question, it is not asked."""
    with _guard:
        answer = _asked.get(part.name)
        if answer is None or answer.done():
            answer = _asked[part.name] = Future()
            threading.Thread(target=ask, args=[part, answer], daemon=True).start()
        return answer


def ask(part: Part, answer: Future[None]) -> None:
    try:
        with closing(connection):  # a thread has its own
            part.ask()
    except Exception as error:  # whatever keeps a part from answering
        answer.set_exception(error)
    else:
        answer.set_result(None)


def noted(part: Part, answer: Future[None]) -> State:
    """The answer in a word; why a part is away is told to the log, once, and to no stranger."""
    error = answer.exception() if answer.done() else TimeoutError("no answer in time")
    state = State.OK if error is None else State.AWAY if answer.done() else State.SILENT
    if _noted.get(part.name, State.OK) != state:
        log.warning("readiness", part=part.name, state=state, reason=str(error or ""))
    _noted[part.name] = state
    return state
