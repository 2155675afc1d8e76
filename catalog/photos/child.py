"""One decoding process, as its parent sees it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from .frames import READY

PACKAGE_ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SECONDS_TO_LEAVE = 2

# The decoder has no use for the shop's secrets, so it is not given the shop's environment.
ENVIRONMENT_KEPT = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
# An arena a thread, and numpy's buffers for each, would eat the address space it is limited to.
ENVIRONMENT_ADDED = {
    "MALLOC_ARENA_MAX": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "LC_ALL": "C.UTF-8",
}


class DarkroomBroken(RuntimeError):
    """No decoder can be started here. The machine is at fault, not a picture."""


class Child:
    """Started and ready when made. Raises DarkroomBroken; why stands on standard error."""

    def __init__(self, memory_bytes: int) -> None:
        self.pictures = 0
        self.ran_out_of_time = False
        self._is_doomed = False
        self._process = _start(memory_bytes)
        self.tasks = cast(BinaryIO, self._process.stdin)
        self.answers = cast(BinaryIO, self._process.stdout)
        self._wait_until_ready()

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return not self._is_doomed and self._process.poll() is None

    def exit_status(self) -> int | None:
        return self._process.wait(SECONDS_TO_LEAVE)

    def kill(self) -> None:
        """Leaves a process that is already gone as it is, with the status it died of."""
        self._is_doomed = True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(0.1)
        self._process.kill()

    @contextlib.contextmanager
    def killed_after(self, seconds: float) -> Iterator[None]:
        """A watch on the wall clock, which also ends a write or read that hangs on the child."""
        watch = threading.Timer(seconds, self._time_is_up)
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()
            # A watch that went off just now must not kill the child in its next picture.
            watch.join()

    def close(self) -> None:
        """The end of its input is the decoder's sign to leave."""
        self.let_go()
        try:
            self._process.wait(SECONDS_TO_LEAVE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def let_go(self) -> None:
        for pipe in (self.tasks, self.answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _time_is_up(self) -> None:
        self.ran_out_of_time = self._is_doomed = True
        self._process.kill()

    def _wait_until_ready(self) -> None:
        with self.killed_after(SECONDS_TO_START):
            ready = self.answers.read(1) == READY
        if not ready:
            self.kill()
            self.close()
            raise DarkroomBroken("the process that decodes pictures does not start")


def _start(memory_bytes: int) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in ENVIRONMENT_KEPT if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-B", "-m", "catalog.photos.decoder", str(memory_bytes)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Unbuffered, so that a fork copies no half-written task that would then be sent twice.
        bufsize=0,
        # `-m` finds the package in the folder it starts in, wherever the shop was started.
        cwd=PACKAGE_ROOT,
        env=kept | ENVIRONMENT_ADDED,
    )
