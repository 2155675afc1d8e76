"""From a shopper's words to a picture that is searched like a photo of hers; one at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction

from catalog.hints import send_hint
from recommender.photos.drawing import NothingDrawn, load_named
from shop.photo_search.line import Busy
from shop.photo_search.models import Drawing, SearchPhoto
from shop.photo_search.taking_in import take_in

log = structlog.get_logger(__name__)

LOCK = 725_107  # the advisory lock of whoever draws
MOST_WAITING, TRIES = 8, 2
AWAY = "Nothing can be drawn just now. Searching in words works as usual."
NOT_DRAWN = "Nothing could be drawn of these words. Try other ones."
TOO_LONG = "Drawing it took too long. Searching in words works as usual."


class DrawersBusy(Busy):
    """So many wait to be drawn that another would wait for minutes."""

    seconds = 60


@transaction.atomic
def ask_for(words: str) -> Drawing:
    """Raises DrawersBusy."""
    if Drawing.objects.due().count() >= MOST_WAITING:
        raise DrawersBusy
    transaction.on_commit(wake_drawer)
    return Drawing.objects.create(words=words)


def wake_drawer() -> None:
    from shop.photo_search.tasks import draw_waiting

    send_hint(draw_waiting)


def draw_next() -> bool:
    """Draw what has waited longest. False where nothing waits, or somebody else is at it."""
    with the_only_one() as alone:
        drawing = Drawing.objects.due().first() if alone else None
        if drawing:
            try_to_draw(drawing)
        return drawing is not None


@contextmanager
def the_only_one() -> Iterator[bool]:
    """The lock is the session's: who is killed at it lets go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (alone,) = cursor.fetchone()
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def try_to_draw(drawing: Drawing) -> None:
    if drawing.tries >= TRIES:  # its workers died of it
        return note(drawing, trouble=NOT_DRAWN)
    note(drawing, tries=drawing.tries + 1, share=0.0)
    try:
        note(drawing, photo=drawn(drawing), share=1.0)
    except NothingDrawn:
        note(drawing, trouble=NOT_DRAWN)
    except SoftTimeLimitExceeded:
        note(drawing, trouble=TOO_LONG)
    except Exception as error:  # a model may raise anything; her words are not for the log
        log.error("not_drawn", model=settings.DRAWING_MODEL, error=type(error).__name__)
        note(drawing, trouble=AWAY)


def drawn(drawing: Drawing) -> SearchPhoto:
    """Comes in through the one door, like any picture that the shop did not make itself."""
    draw = load_named(settings.DRAWING_MODEL)
    file = io.BytesIO()
    draw(drawing.words, partial(progress, drawing)).save(file, "PNG")
    return take_in(file.getvalue())


def progress(drawing: Drawing, share: float) -> None:
    note(drawing, share=min(max(share, 0.0), 1.0))


def note(drawing: Drawing, **facts: object) -> None:
    Drawing.objects.filter(pk=drawing.pk).update(**facts)
