"""What the supervisor tells the person at the terminal: one calm line for each step."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def say(line: str) -> None:
    write(f"{line}\n")


def write(words: str) -> None:
    # A closed terminal is no reason to leave the shop half closed.
    with suppress(OSError):
        sys.stdout.write(words)
        sys.stdout.flush()


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what is being done and, once it is, how many seconds it took."""
    began = time.monotonic()
    live = sys.stdout.isatty()
    write(f"  {doing} … " if live else "")
    try:
        yield
    except BaseException:
        say("" if live else f"  {doing} … failed")
        raise
    took = f"{time.monotonic() - began:.1f} s"
    say(took if live else f"  {doing} … {took}")
