"""One program the supervisor keeps running: started, watched, started again, ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from shop import embedded
from shop.embedded.logs import rotate, tail

LAUNCHER = Path(embedded.__file__).with_name("launch.py")

#: A child that lives this many seconds is taken to have started well.
SETTLED = 15.0
LONGEST_PAUSE = 60.0


@dataclass
class Child:
    """A program in a process group of its own, so that Ctrl-C reaches only the supervisor.

    On Linux the kernel ends it when the supervisor is killed; elsewhere, and where it lingers, its
    pid file lets the next start end it (see `end_strays`).
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    run: Path
    log: Path
    grace: float
    folder: Path
    pass_fds: tuple[int, ...] = ()
    failures: int = 0
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restart_at: float | None = None
    log_began: int = field(default=0, repr=False)

    def start(self) -> None:
        rotate(self.log)
        self.log_began = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*dying_with_us(), *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=dict(self.environment),
                cwd=self.folder,
                start_new_session=True,
                pass_fds=self.pass_fds,
            )
        self.started, self.restart_at = time.monotonic(), None
        write_pid_file(self.run / f"{self.name}.pid", self.process.pid)

    @property
    def ended(self) -> bool:
        """Whether the program ran and has come to an end."""
        return self.process is not None and self.process.poll() is not None

    def note_end(self) -> str:
        """Book the end of the program and the pause until its next start; say so in a line."""
        code = self.process.returncode if self.process else 0
        self.sweep_group()
        settled = time.monotonic() - self.started > SETTLED
        self.failures = 1 if settled else self.failures + 1
        pause = min(2.0 ** (self.failures - 1), LONGEST_PAUSE)
        self.process, self.restart_at = None, time.monotonic() + pause
        how = f"signal {-code}" if code < 0 else f"exit status {code}"
        return f"{self.name} ended ({how}); starting it again in {pause:.0f} s. Log: {self.log}"

    @property
    def due(self) -> bool:
        return self.restart_at is not None and time.monotonic() >= self.restart_at

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end_for_certain(self) -> None:
        """Kill what is left of the program and its own children."""
        if self.process is None:
            return
        self.sweep_group()
        self.process.wait()
        self.process = None
        (self.run / f"{self.name}.pid").unlink(missing_ok=True)

    def sweep_group(self) -> None:
        if self.process is not None:
            kill_group(self.process.pid)

    def last_words(self) -> str:
        return tail(self.log, since=self.log_began)


def dying_with_us() -> list[str]:
    """The words before a command that make the kernel end it when this process is killed."""
    chain = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid())]
    return [*chain, str(int(signal.SIGTERM)), "-1", "--"]


def write_pid_file(path: Path, pid: int) -> None:
    """Note PID with the time it began, which tells it from a later process of the same number."""
    try:
        began = psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return
    path.write_text(f"{pid} {began}\n")


def end_strays(run: Path, grace: float = 10.0) -> list[str]:
    """End the children a killed supervisor left behind. Returns the names of those found."""
    found = {path: stray for path in run.glob("*.pid") if (stray := stray_of(path)) is not None}
    for stray in found.values():
        signal_quietly(stray, signal.SIGTERM)
    psutil.wait_procs(list(found.values()), timeout=grace)
    for stray in found.values():
        kill_group(stray.pid)
    psutil.wait_procs(list(found.values()), timeout=5.0)
    for path in run.glob("*.pid"):
        path.unlink(missing_ok=True)
    return [path.stem for path in found]


def stray_of(path: Path) -> psutil.Process | None:
    """The process PATH was written for, if that very process still runs."""
    try:
        pid, began = path.read_text().split()
        process = psutil.Process(int(pid))
        same = abs(process.create_time() - float(began)) < 1.0
        return process if same and process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.Error, ValueError, OSError):
        return None


def signal_quietly(process: psutil.Process, number: signal.Signals) -> None:
    with suppress(psutil.Error):  # it may have gone since we looked
        process.send_signal(number)


def kill_group(pid: int) -> None:
    # Nobody may be left in the group, which macOS says in the second way.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
