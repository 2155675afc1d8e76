"""The shop's side of decoding: children that do it, their limits, and trust in nothing they say.

A decoder is started once and used for picture after picture, because starting one costs as much
as decoding thirty. It is killed when a picture takes too long, replaced when it dies, and dies by
itself when this process does, for then its pipe ends.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import threading
from collections.abc import Iterator

from .answers import BadAnswer, read_answer
from .child import Child, DarkroomBroken
from .frames import TASK, BadFrame, write_all
from .limits import DECODERS, MEMORY_BYTES, PICTURES_PER_CHILD, Limits
from .photo import Photo, PhotoRefused

__all__ = ["Darkroom", "DarkroomBroken", "shared_darkroom"]


class Darkroom:
    """Up to `decoders` children, started when first needed. Safe to share between threads."""

    def __init__(self, decoders: int = DECODERS, memory_bytes: int = MEMORY_BYTES) -> None:
        self.memory_bytes = memory_bytes
        self._free = threading.BoundedSemaphore(decoders)
        self._idle: list[Child] = []
        self._children: set[Child] = set()

    def develop(self, data: bytes, limits: Limits, with_colours: bool = True) -> Photo:
        """Raises PhotoRefused; DarkroomBroken where no decoder can be started."""
        with self._child() as child, child.killed_after(limits.wall_seconds):
            try:
                _hand_over(child, data, limits, with_colours)
                return read_answer(child.answers, data)
            except (BadFrame, BadAnswer, OSError):
                child.kill()
                raise PhotoRefused(_cause_of_death(child, limits)) from None

    def close(self) -> None:
        for child in list(self._children):
            self._retire(child)

    def forget(self) -> None:
        """After a fork: the children are our parent's. Let go of their pipes, no more."""
        for child in self._children:
            child.let_go()

    @contextlib.contextmanager
    def _child(self) -> Iterator[Child]:
        with self._free:
            child = self._idle_or_new()
            try:
                yield child
            except PhotoRefused:
                raise
            except BaseException:
                # Ctrl-C in the middle of an answer: the next picture must not get the rest of it.
                child.kill()
                raise
            finally:
                self._keep_or_close(child)

    def _idle_or_new(self) -> Child:
        while self._idle:
            child = self._idle.pop()
            if child.is_alive():
                return child
            self._retire(child)
        child = Child(self.memory_bytes)
        self._children.add(child)
        return child

    def _keep_or_close(self, child: Child) -> None:
        child.pictures += 1
        if child.is_alive() and child.pictures < PICTURES_PER_CHILD:
            self._idle.append(child)
        else:
            self._retire(child)

    def _retire(self, child: Child) -> None:
        self._children.discard(child)
        child.close()


def _hand_over(child: Child, data: bytes, limits: Limits, with_colours: bool) -> None:
    allowed = (limits.max_pixels, limits.max_side, limits.max_scans, limits.cpu_seconds)
    write_all(child.tasks, TASK.pack(*allowed, with_colours, len(data)))
    write_all(child.tasks, data)


def _cause_of_death(child: Child, limits: Limits) -> str:
    if child.ran_out_of_time:
        return f"takes too long to decode: {limits.wall_seconds:g} seconds at most"
    if child.exit_status() == -signal.SIGXCPU:
        return f"takes too long to decode: {limits.cpu_seconds} seconds of computing at most"
    return "broken picture: it stops the program that decodes it"


_shared = Darkroom()


def shared_darkroom() -> Darkroom:
    return _shared


def _start_afresh_after_fork() -> None:
    """A forked worker shares its parent's pipes and perhaps a held lock: it may use neither."""
    global _shared
    _shared.forget()
    _shared = Darkroom()


os.register_at_fork(after_in_child=_start_afresh_after_fork)
atexit.register(lambda: _shared.close())
