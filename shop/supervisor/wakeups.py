"""Signals turned into something a plain loop can wait for."""

from __future__ import annotations

import os
import select
import signal

TERMINAL = 0
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Wakeups:
    """Sleep until a signal comes: a request to stop, or the end of a child.

    Nothing runs inside a handler, so no signal can interrupt a half-finished step. A terminal that
    is closed is a request to stop too: a shell passes SIGHUP on, but `ssh HOST make run` has none.
    Where SIGHUP is ignored (nohup), both are.
    """

    def __init__(self) -> None:
        self.stop_requests = 0
        stays_on = signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        for number in (*STOPPING, signal.SIGCHLD):
            if number != signal.SIGHUP or not stays_on:
                signal.signal(number, lambda *_: None)
        self._sources = select.poll()
        self._sources.register(self._reading, select.POLLIN)
        if not stays_on and os.isatty(TERMINAL):
            self._sources.register(TERMINAL, 0)  # its end is told without being asked for

    @property
    def stopping(self) -> bool:
        return self.stop_requests > 0

    def wait(self, seconds: float) -> None:
        """Return after SECONDS, or sooner when a signal has come."""
        for source, events in self._sources.poll(max(0.0, seconds) * 1000):
            if source == self._reading:
                numbers = os.read(self._reading, 512)
                self.stop_requests += sum(number in STOPPING for number in numbers)
            elif events & select.POLLHUP:
                self._sources.unregister(TERMINAL)
                self.stop_requests += 1
