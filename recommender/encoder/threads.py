"""How the processor is used: its cores, torch's share of them, the order of numbers in memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch


def cores() -> int:
    """Those this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Let torch split each operation among `count` threads, in the calling thread only."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def channels_last(model: torch.nn.Module) -> torch.nn.Module:
    """The order of numbers in memory that convolutions are fastest in on a CPU."""
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
