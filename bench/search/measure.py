"""What a search costs: CPU of client and database backend together, wall time, recall."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

Ask = Callable[[int], Sequence[int]]  # the number of a query -> row numbers, best first


def backend_cpu(pid: int | None) -> float:
    """Seconds of CPU that a process on this machine has used; 0 for none."""
    if pid is None:
        return 0.0
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError as error:
        raise RuntimeError(
            "The database is on another machine, or this is not Linux: its CPU cannot be seen."
        ) from error


def measured(ask: Ask, truth: list[set[int]], backend: int | None = None) -> dict[str, float]:
    """One pass over all queries after a warm-up."""
    for number in range(min(20, len(truth))):
        ask(number)
    client, server = time.process_time(), backend_cpu(backend)
    took, answers = [], []
    for number in range(len(truth)):
        begun = time.perf_counter()
        answers.append(ask(number))
        took.append(time.perf_counter() - begun)
    cpu = time.process_time() - client + backend_cpu(backend) - server
    took.sort()
    return {
        "recall10": round(recall(answers, truth), 4),
        "cpu_ms": round(1000 * cpu / len(truth), 3),
        "p50_ms": round(1000 * statistics.median(took), 3),
        "p95_ms": round(1000 * took[int(0.95 * len(took))], 3),
        "short": sum(len(a) < len(t) for a, t in zip(answers, truth, strict=True)),
    }


def recall(answers: Sequence[Sequence[int]], truth: list[set[int]]) -> float:
    hits = sum(len(t.intersection(a)) for a, t in zip(answers, truth, strict=True))
    return hits / max(1, sum(len(t) for t in truth))


def tuned(
    efforts: Sequence[int], set_effort: Callable[[int], None], ask: Ask, truth: list[set[int]],
    backend: int | None = None, least: float = 0.98,
) -> dict[str, float]:  # fmt: skip
    """Measured at the least effort that reaches the recall; at the greatest where none does."""
    for effort in efforts:
        set_effort(effort)
        if recall([ask(number) for number in range(len(truth))], truth) >= least:
            break
    return {**measured(ask, truth, backend), "effort": effort}
