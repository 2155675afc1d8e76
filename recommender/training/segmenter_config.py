"""How a segmenter is trained."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from recommender.photos.segmenter.network import NetworkConfig
from recommender.training.config import BadTrainingConfig
from recommender.training.segmenter_views import Strength

DEFAULT_CONFIG = Path(__file__).parent / "configs" / "understudy-garments-2.json"


@dataclass(frozen=True)
class SegmenterConfig:
    """Sizes are (height, width) in pixels and multiples of 32; shares are of the whole run.

    stored: what photos are decoded to. loss: "dice" or "lovasz", beside cross-entropy.
    looks_at: longer sides of what the exported network is shown; it averages what it sees.
    """

    name: str = "understudy-garments-2"
    network: NetworkConfig = field(default_factory=NetworkConfig)
    stored: tuple[int, int] = (288, 192)
    small_view: tuple[int, int] = (192, 128)
    view: tuple[int, int] = (256, 160)
    small_share: float = 0.75
    looks_at: tuple[int, ...] = (224, 288)
    from_encoder: bool = True
    loss: str = "dice"
    minutes: float = 60.0
    epochs: int = 200
    batch_size: int = 8
    learning_rate: float = 1e-3
    weight_decay: float = 0.03
    warmup_share: float = 0.05
    average_decay: float = 0.995
    rare_power: float = 0.4
    validation_percent: int = 10
    validate_every: int = 4
    strength: Strength = field(default_factory=Strength)
    seed: int = 1

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def parse_config(content: dict[str, Any]) -> SegmenterConfig:
    """Raises BadTrainingConfig."""
    try:
        given = {name: _tuples(value) for name, value in content.items()}
        if "network" in given:
            given["network"] = NetworkConfig.of(given["network"])
        if "strength" in given:
            given["strength"] = Strength(**{k: _tuples(v) for k, v in given["strength"].items()})
        return SegmenterConfig(**given)
    except (TypeError, KeyError, AttributeError) as error:
        raise BadTrainingConfig(f"no configuration of a segmenter: {error}") from error


def _tuples(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def read_config(path: Path = DEFAULT_CONFIG) -> SegmenterConfig:
    """Raises BadTrainingConfig."""
    try:
        return parse_config(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise BadTrainingConfig(f"{path}: {error}") from error
