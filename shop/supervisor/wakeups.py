"""Signals turned into something a plain loop can wait for."""

from __future__ import annotations

import os
import select
import signal

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Wakeups:
    """Sleep until a signal comes: a request to stop, or the end of a child.

    Nothing runs inside a handler, so no signal can interrupt a half-finished step.
    """

    def __init__(self) -> None:
        self.stop_requests = 0
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)

    @property
    def stopping(self) -> bool:
        return self.stop_requests > 0

    def wait(self, seconds: float) -> None:
        """Return after SECONDS, or sooner when a signal has come."""
        select.select([self._reading], [], [], max(0.0, seconds))
        try:
            numbers = os.read(self._reading, 512)
        except BlockingIOError:
            return
        self.stop_requests += sum(number in STOPPING for number in numbers)
