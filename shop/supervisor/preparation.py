"""Getting the shop ready to open: migrations, the first account, the demo catalogue."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from shop.embedded import Home
from shop.surroundings import REPOSITORY

from .child import dying_with_us
from .wakeups import Wakeups


class PreparationError(RuntimeError):
    """The shop could not be prepared; what was wrong has already been printed."""


class Preparation:
    """One run of `manage.py prepare_shop`, and the memory that it went well.

    The memory lets a later start open the doors first and look afterwards: it holds for the very
    migrations and the very database it was written for.
    """

    def __init__(self, home: Home, environment: Mapping[str, str]) -> None:
        self.home = home
        self.environment = environment
        self._note = home.run / "prepared"

    @property
    def known_to_be_done(self) -> bool:
        return self._note.exists() and self._note.read_text() == self._state()

    def carry_out(self, wakeups: Wakeups) -> None:
        """Prepare the shop, its words and progress bars on this terminal.

        Returns early when asked to stop; raises PreparationError when it fails.
        """
        process = subprocess.Popen(
            [*dying_with_us(), sys.executable, str(REPOSITORY / "manage.py"), "prepare_shop"],
            # Here the log would be on the terminal, between the progress bars.
            env={"LOG_LEVEL": "WARNING", **self.environment},
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        while process.poll() is None and not wakeups.stopping:
            wakeups.wait(1.0)
        self._see_through(process, wakeups)

    def _see_through(self, process: subprocess.Popen[bytes], wakeups: Wakeups) -> None:
        if wakeups.stopping:
            end(process)
        elif process.returncode != 0:
            raise PreparationError(f"prepare_shop ended with status {process.returncode}.")
        else:
            self._note.write_text(self._state())

    def _state(self) -> str:
        digest = hashlib.sha256(self.environment["DATABASE_URL"].encode())
        for path in migrations():
            digest.update(path.read_bytes())
        digest.update(birth_of(self.home.path / "pg" / "PG_VERSION").encode())
        return digest.hexdigest()


def migrations() -> list[Path]:
    """Every file that decides what the database looks like, ours and the libraries' versions."""
    ours = sorted(
        [*REPOSITORY.glob("*/migrations/*.py"), *REPOSITORY.glob("shop/*/migrations/*.py")]
    )
    return [REPOSITORY / "requirements.txt", *ours]


def birth_of(path: Path) -> str:
    """What tells this file from one written anew in its place."""
    if not path.exists():
        return "elsewhere"
    found = path.stat()
    return f"{found.st_ino} {found.st_mtime_ns}"


def end(process: subprocess.Popen[bytes], grace: float = 10.0) -> None:
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
