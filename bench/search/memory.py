"""What a process of the database takes for itself while it builds an index."""

from __future__ import annotations

import threading
from types import TracebackType

import psutil

EVERY = 0.2  # seconds
#: Its own memory, and what it shares with the workers that build with it; not the database's cache.
OWN = ("[heap]", "[anon]", "/dev/shm/PostgreSQL")


class PeakMemory:
    """The most bytes that process `pid` had more than at the start of the block; None: unknown.

    Looked at now and then, so what is quick passes unseen.
    """

    def __init__(self, pid: int) -> None:
        self.process = psutil.Process(pid)
        self.bytes: int | None = None
        self._over = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._before = own_bytes(self.process)
        self._watching.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._over.set()
        self._watching.join()

    def _watch(self) -> None:
        if self._before is None:
            return
        self.bytes = 0
        while not self._over.wait(EVERY):
            now = own_bytes(self.process)
            self.bytes = max(self.bytes, (now or 0) - self._before)


def own_bytes(process: psutil.Process) -> int | None:
    try:
        maps = process.memory_maps(grouped=True)
    except (psutil.Error, AttributeError):  # another account's process; not on every system
        return None
    return sum(part.rss for part in maps if part.path.startswith(OWN))
