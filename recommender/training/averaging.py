"""Averages of a model's weights, which generalise better than the last step's."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import torch
from torch import nn


class WeightAverage:
    """Exponential moving average of parameters and buffers (Polyak averaging)."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.model: Any = copy.deepcopy(model).eval().requires_grad_(False)
        self.decay = decay
        self.steps = 0

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.steps += 1
        # A short memory at first: otherwise the random start weighs on for thousands of steps.
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        averaged = self.model.state_dict()
        for name, value in model.state_dict().items():
            if value.is_floating_point():
                averaged[name].lerp_(value.to(averaged[name].dtype), 1 - decay)
            else:
                averaged[name].copy_(value)

    def state_dict(self) -> dict[str, Any]:
        return {"model": self.model.state_dict(), "steps": self.steps}

    def load_state_dict(self, state: dict[str, Any], /) -> None:
        self.model.load_state_dict(state["model"])
        self.steps = state["steps"]


@torch.no_grad()
def lean_back(model: nn.Module, begun: Mapping[str, torch.Tensor], share: float) -> None:
    """Puts `share` of the weights that a run began with into those that it ended with.

    Both lie in one basin, and between them is a better place than either (Wortsman et al., 2022:
    model soups, and WiSE-FT).
    """
    for name, value in model.state_dict().items():
        if value.is_floating_point():
            value.lerp_(begun[name].to(value), share)
