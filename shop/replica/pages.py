"""Which pages may read the replica, and when they read the primary all the same."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from shop.replica.lag import watch

View = Callable[..., HttpResponse]

LOOKING = ("GET", "HEAD")
#: The cookie of a shopper who has just changed something.
ACTED = "acted"


@dataclass
class Reading:
    """What the page at work does; once it has written anything, it reads that back."""

    has_written: bool = False


_reading: ContextVar[Reading | None] = ContextVar("reading_replica", default=None)


def reads_replica() -> bool:
    reading = _reading.get()
    return reading is not None and not reading.has_written


def note_write() -> None:
    if reading := _reading.get():
        reading.has_written = True


@contextmanager
def replica_reads() -> Iterator[None]:
    token = _reading.set(Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def may_be_stale(view: View) -> View:
    """The view reads from the replica while that is fit, and shows what REPLICA_MAX_LAG allows.

    A replica that fails in the middle costs the page a second attempt, on the primary.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if settings.REPLICA_URL and only_looks(request) and watch.is_fit():
            try:
                with replica_reads():
                    return view(request, *args, **kwargs)
            except (OperationalError, InterfaceError) as error:
                watch.give_up(error)
        return view(request, *args, **kwargs)

    return shown


def only_looks(request: HttpRequest) -> bool:
    return request.method in LOOKING and ACTED not in request.COOKIES


class OwnChangesMiddleware:
    """Whoever changed something sees the primary until the replica surely has it.

    A shopper who was told that a size has just sold out is not sent to a page that still offers it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in LOOKING:
            response.set_cookie(
                ACTED,
                "1",
                max_age=math.ceil(settings.REPLICA_MAX_LAG) + 1,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
