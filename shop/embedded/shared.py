"""One server per home, shared by every process that needs it.

Three files in the home's `run` folder carry the agreement, all by flock, which the kernel lets go
of when a process dies in whatever way:

- NAME.users: each user holds it shared; the keeper takes it exclusively when nobody is left.
- NAME.start: held while somebody looks whether the server runs, and starts it if not.
- NAME.keeper: held by the keeper (keeper.py) for as long as the server lives.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .home import EmbeddedError, Home
from .logs import rotate, tail

#: Seconds a server may take to be ready: after a crash it first replays what it had logged.
PATIENCE = 120.0

KEEPER = Path(__file__).with_name("keeper.py")


@dataclass(frozen=True)
class Server:
    """What has to be known to run one server under a keeper.

    `prepare` brings the data folder into order (first use, leftovers of a crash) and is called
    with nobody else starting it; `ready` says whether the server answers.
    """

    name: str
    home: Home
    command: tuple[str, ...]
    stop: int
    account: int
    url: str
    prepare: Callable[[], None]
    ready: Callable[[], bool]

    @property
    def log(self) -> Path:
        return self.home.log / f"{self.name}.log"

    def lock_file(self, kind: str) -> Path:
        return self.home.run / f"{self.name}.{kind}"

    @property
    def kept(self) -> bool:
        """Whether a keeper holds the server, ready or not."""
        with opened(self.lock_file("keeper")) as lock:
            return not try_lock(lock, fcntl.LOCK_SH)

    def ensure(self) -> None:
        """Start the server unless it runs. The caller must hold the users' lock.

        Raises EmbeddedError with the end of the server's log where it will not start.
        """
        with opened(self.lock_file("start")) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for _attempt in range(3):
                if not self.kept:
                    self.prepare()
                    self._start_keeper()
                if self._became_ready():
                    return
        raise EmbeddedError(
            f"{self.name} does not start. Its log, {self.log}, ends:\n{tail(self.log)}"
        )

    def _start_keeper(self) -> None:
        rotate(self.log)
        arguments = [
            self.lock_file("users"),
            self.lock_file("keeper"),
            self.log,
            self.stop,
            self.account,
        ]
        program = [sys.executable, "-I", "-S", str(KEEPER), *map(str, arguments), "--"]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run([*program, *self.command], env=environment, check=False, cwd="/")

    def _became_ready(self) -> bool:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.ready():
                return True
            if not self.kept:
                return False
            time.sleep(0.02)
        return False


@contextmanager
def in_use(server: Server) -> Iterator[Server]:
    """SERVER, running for the time of the block; stopped after it when nobody else uses it."""
    with opened(server.lock_file("users")) as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            server.ensure()
            yield server
        finally:
            fcntl.flock(users, fcntl.LOCK_UN)
            _see_off(server, users)


def _see_off(server: Server, users: int) -> None:
    """Return once the server is gone, or somebody else is seen to use it."""
    deadline = time.monotonic() + PATIENCE
    while server.kept and time.monotonic() < deadline:
        if not try_lock(users, fcntl.LOCK_EX) and try_lock(users, fcntl.LOCK_SH):
            return
        fcntl.flock(users, fcntl.LOCK_UN)
        time.sleep(0.02)


@contextmanager
def opened(path: Path) -> Iterator[int]:
    """A descriptor for the lock file PATH; closing it lets go of whatever it holds."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except PermissionError as error:
        raise EmbeddedError(
            f"{path} belongs to another account: run as that account, or name another data "
            "folder in UNDERSTUDY_HOME."
        ) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def try_lock(descriptor: int, kind: int) -> bool:
    """Whether the flock of KIND was there for the taking (and is now held)."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
