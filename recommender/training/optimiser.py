"""AdamW with a warm-up and a cosine, driven by the share of the run that is done."""

from __future__ import annotations

import math
from collections.abc import Iterable

import torch
from torch import nn


def build_optimiser(modules: Iterable[nn.Module], weight_decay: float) -> torch.optim.AdamW:
    """Weight decay on matrices and kernels only, not on norms, biases and scales."""
    parameters = [p for module in modules for p in module.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.98))


def rate_at(progress: float, peak: float, warmup_share: float) -> float:
    """Learning rate after this share (0..1) of the run: up in a line, down in a half cosine."""
    if progress < warmup_share:
        return peak * (progress / warmup_share)
    done = min(1.0, (progress - warmup_share) / max(1e-9, 1 - warmup_share))
    return peak * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)


def set_rate(optimiser: torch.optim.Optimizer, rate: float) -> None:
    for group in optimiser.param_groups:
        group["lr"] = rate
