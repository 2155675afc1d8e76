"""The child process that decodes: `python -m catalog.photos.decoder MEMORY_BYTES`.

Reads tasks from standard input and answers on standard output until the shop closes the pipe,
also by dying. Imports neither Django nor torch, so that it starts in a tenth of a second.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import sys
from typing import BinaryIO

from .developing import develop
from .frames import (
    ANSWER,
    COLOUR,
    PALETTE,
    PHOTO,
    READY,
    REFUSED,
    RENDITION,
    TASK,
    BadFrame,
    read_exactly,
    write_all,
    write_frame,
)
from .limits import Limits
from .photo import PhotoRefused


def main() -> None:
    # Ctrl-C in the shop's terminal reaches us too; the shop ends us by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, answers = _take_over_standard_streams()
    _fence_in(memory_bytes=int(sys.argv[1]))
    write_all(answers, READY)
    with contextlib.suppress(BadFrame, BrokenPipeError):
        while True:
            _answer(answers, *_next_task(tasks))


def _take_over_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """A codec that prints must not write into our answers, nor fill the shop's log."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return tasks, answers


def _fence_in(memory_bytes: int) -> None:
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)


def _limit(what: int, soft: int) -> None:
    """Lower the soft limit. macOS refuses some of them; the wall clock holds there."""
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (soft, hard))


def _allow_cpu(seconds: int) -> None:
    """The limit counts a process's whole life, so it moves along with what is already used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)


def _next_task(tasks: BinaryIO) -> tuple[bytes, Limits, bool]:
    pixels, side, scans, cpu, with_colours, length = TASK.unpack(read_exactly(tasks, TASK.size))
    limits = Limits(max_pixels=pixels, max_side=side, max_scans=scans, cpu_seconds=cpu)
    return read_exactly(tasks, length), limits, with_colours


def _answer(answers: BinaryIO, data: bytes, limits: Limits, with_colours: bool) -> None:
    _allow_cpu(limits.cpu_seconds)
    try:
        picture, extension, size, renditions, palette = develop(data, limits, with_colours)
    except PhotoRefused as refused:
        write_all(answers, ANSWER.pack(REFUSED, b"", 0, 0, 0))
        write_frame(answers, refused.reason.encode(errors="replace")[:500])
        return
    write_all(answers, ANSWER.pack(PHOTO, extension.encode(), *size, len(renditions)))
    write_frame(answers, picture)
    for width, copy in renditions.items():
        write_all(answers, RENDITION.pack(width))
        write_frame(answers, copy)
    write_all(answers, PALETTE.pack(len(palette)))
    for colour in palette:
        write_all(answers, COLOUR.pack(*colour.lab, colour.share))


if __name__ == "__main__":
    main()
