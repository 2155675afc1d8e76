"""Servers that outlived whoever started them: found by the folder they work in, and ended."""

from __future__ import annotations

import signal
from contextlib import suppress
from pathlib import Path

import psutil


def working_in(folder: Path, program: str) -> list[psutil.Process]:
    """Running processes called PROGRAM whose working folder is FOLDER.

    Servers change into their data folder, so that this cannot hit a stranger who was given the
    number from a stale pid file.
    """
    return [process for process in psutil.process_iter() if _works_in(process, folder, program)]


def _works_in(process: psutil.Process, folder: Path, program: str) -> bool:
    try:
        named = process.name().startswith(program)
        return named and Path(process.cwd()) == folder and process.status() != "zombie"
    except (psutil.Error, OSError):
        return False


def end_leftovers(folder: Path, program: str, grace: float = 20.0) -> None:
    """End the PROGRAMs working in FOLDER: politely, then after GRACE seconds for certain."""
    for number, patience in ((signal.SIGINT, grace), (signal.SIGKILL, 5.0)):
        processes = working_in(folder, program)
        if not processes:
            return
        for process in processes:
            with suppress(psutil.Error):  # it may have gone since we looked
                process.send_signal(number)
        psutil.wait_procs(processes, timeout=patience)
