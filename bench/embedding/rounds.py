"""Paths measured in turn, round after round, so that a busy machine is busy for all of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

#: Files -> unit rows (n, d).
Path_ = Callable[[Sequence[Path]], np.ndarray]
#: Pictures handed over at a time, and how many are measured in a round.
BATCHES = {1: 16, 8: 32, 32: 64}
ROUNDS = 7
#: Seconds of which a process at rest works less than a fiftieth; it is waited for so many times.
REST, MOST_RESTS = 0.05, 40


def rates(paths: dict[str, Path_], files: Sequence[Path]) -> dict[str, dict[str, float]]:
    """Pictures a second of each path at each batch size, as `b1`, `b8`, `b32`."""
    found: dict[str, dict[str, float]] = {name: {} for name in paths}
    for size, count in BATCHES.items():
        for name, rate in medians(paths, files[:count], size).items():
            found[name][f"b{size}"] = round(rate, 1)
    return found


def medians(paths: dict[str, Path_], files: Sequence[Path], size: int) -> dict[str, float]:
    """Pictures a second of each path: the median of its rounds, the first left out."""
    took: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS + 1):
        for name, encode in paths.items():
            rest()
            began = time.perf_counter()
            for start in range(0, len(files), size):
                encode(files[start : start + size])
            took[name].append(time.perf_counter() - began)
    return {name: len(files) / statistics.median(some[1:]) for name, some in took.items()}


def rest() -> None:
    """Wait until this process does nothing.

    Threads of onnxruntime's and OpenMP's pools turn in a loop for up to 40 ms after their last
    work, on a core that the path measured next would want.
    """
    for _ in range(MOST_RESTS):
        worked = time.process_time()
        time.sleep(REST)
        if time.process_time() - worked < REST / 50:
            return


def milliseconds(act: Callable[[], object], rounds: int = 30) -> float:
    """The median of `rounds`, after three that warm up."""
    took = []
    for _ in range(rounds + 3):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    return 1000 * statistics.median(took[3:])
