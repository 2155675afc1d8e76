"""The state of a run on disk, so that a killed one can go on after its last whole epoch."""

from __future__ import annotations

import pickle
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch

from recommender.training.whole_file import write_whole

# What torch raises on files cut short, on other files, and on states of other sizes.
_DAMAGES = (OSError, RuntimeError, ValueError, KeyError, EOFError, pickle.UnpicklingError)


class BrokenCheckpoint(ValueError):
    """The folder's checkpoint cannot be gone on from."""


class Stateful(Protocol):
    """A model, an optimiser, a running average: what has a state to keep."""

    def state_dict(self) -> dict[str, Any]: ...
    def load_state_dict(self, state_dict: dict[str, Any], /) -> Any: ...


@dataclass
class Position:
    """How far the run is: whole epochs, steps, and seconds spent training."""

    epoch: int = 0
    step: int = 0
    seconds: float = 0.0


class Checkpoint:
    """One file with the states of the parts of a run and its position."""

    def __init__(self, path: Path, parts: dict[str, Stateful]) -> None:
        self.path, self.parts = path, parts

    def save(self, position: Position) -> None:
        states = {name: part.state_dict() for name, part in self.parts.items()}
        state = {**states, "position": asdict(position)}
        write_whole(self.path, lambda file: torch.save(state, file))

    def restore(self, device: torch.device) -> Position | None:
        """Puts the kept states into the parts; None without a file. Raises BrokenCheckpoint."""
        if not self.path.exists():
            return None
        try:
            state = torch.load(self.path, map_location=device, weights_only=True)
            for name, part in self.parts.items():
                part.load_state_dict(state[name])
            return Position(**state["position"])
        except _DAMAGES as error:
            raise BrokenCheckpoint(
                f"{self.path} is damaged or was made from other data ({error}): "
                "begin anew with another --out"
            ) from error
