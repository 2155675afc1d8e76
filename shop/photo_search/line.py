"""How many photos a process looks at at once, and how many more may wait for that.

A photo takes a core for a good part of a second. Who comes to a full line is told so at once, so
that the threads that serve pages are never all waiting for photos.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: Seconds after which somebody who was turned away should come again.
AGAIN = 4


class Busy(Exception):
    """The line is full, or did not move; nothing was done."""

    seconds = AGAIN


class Line:
    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        """patience: seconds that one waits for its turn."""
        self._places = threading.BoundedSemaphore(at_once + waiting)
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turns.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._turns.release()
        finally:
            self._places.release()
