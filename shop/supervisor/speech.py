"""What the supervisor tells the person at the terminal: one calm line for each step."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:
        pass  # the terminal is gone; the shop still has to be closed in order


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Say what is being done and, once it is, how many seconds it took."""
    began = time.monotonic()
    if sys.stdout.isatty():
        print(f"  {doing} …", end="", flush=True)
    try:
        yield
    except BaseException:
        say("" if sys.stdout.isatty() else f"  {doing}: failed")
        raise
    seconds = f"{time.monotonic() - began:.1f} s"
    say(f" {seconds}" if sys.stdout.isatty() else f"  {doing} … {seconds}")
