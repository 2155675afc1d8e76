"""Real Celery processes on the test's database and broker, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass
class Celery:
    """`celery worker` or `celery beat` in a process group of its own, started again at will."""

    words: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *self.words],
                env={**os.environ, **self.environment},
                cwd=REPOSITORY,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def keep(self) -> bool:
        """Start it again if it has ended by itself, as whatever supervises a worker does.

        Celery's ends with an "Unrecoverable error" where Redis goes in a moment it did not expect.
        """
        ended = self.process is not None and self.process.poll() is not None
        if ended:
            self.kill()
            self.start()
        return ended

    def kill(self) -> None:
        """The whole group, with -9."""
        if self.process is not None:
            with suppress(ProcessLookupError):  # it ended, and its children too
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def children(self) -> list[psutil.Process]:
        assert self.process is not None
        return psutil.Process(self.process.pid).children()


def worker(environment: Mapping[str, str], log: Path) -> Celery:
    words = ["tests.crash.run_worker", "worker", "-Q", "embed", "-c", "2", "-l", "INFO"]
    return Celery([*words, "--without-gossip", "--without-mingle"], environment, log)


def beat(environment: Mapping[str, str], log: Path) -> Celery:
    schedule = str(log.with_name("beat-schedule"))
    return Celery(["celery", "-A", "shop", "beat", "-s", schedule], environment, log)


def wait_for(condition: Callable[[], object], log: Path, seconds: float) -> float:
    """Seconds until it came true. Fails with the end of the log after that many."""
    began = time.monotonic()
    while not condition():
        waited = time.monotonic() - began
        assert waited < seconds, f"waited {seconds} s in vain:\n{log.read_text()[-3000:]}"
        time.sleep(0.05)
    return time.monotonic() - began
