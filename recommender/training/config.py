"""A training configuration: the open_clip model, its preprocessing, and how it is trained."""

from __future__ import annotations

import copy
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

DEFAULT_CONFIG = Path(__file__).parent / "configs" / "understudy-clip-3.json"


class BadTrainingConfig(ValueError):
    """The configuration file is not one."""


@dataclass(frozen=True)
class Schedule:
    """How a model is trained. Sizes are (height, width) in pixels, shares are of the whole run."""

    epochs: int = 24
    minutes: float = 0.0  # 0: no limit; otherwise the learning rate reaches its end by then
    batch_size: int = 256
    learning_rate: float = 2e-3
    weight_decay: float = 0.05
    warmup_share: float = 0.05
    small_input: tuple[int, int] | None = None
    small_share: float = 0.0  # the first part of the run, on small_input
    ema_decay: float = 0.998
    validation_percent: int = 10
    validate_every: int = 1  # epochs; the last is always validated
    vocabulary: int = 4096
    # Weights of the losses beside the contrast of pictures and names.
    phrases: float = 0.5
    seen_values: float = 2.0
    read_values: float = 0.2
    neighbours: float = 1.0
    second_head: bool = False  # after the run (second_head.py)
    snapshots: float = 0.0  # knowing a product again in a consumer's photo of it (snapshots.py)
    mixed_share: float = 0.0  # of the batches have a part of each picture pasted from another
    words_stay: bool = False  # the text tower is left as the run began with it
    begun_share: float = 0.0  # of the weights that a run began with, in what it exports
    bfloat16: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        if self.epochs < 1 or self.batch_size < 1 or self.minutes < 0:
            raise BadTrainingConfig(
                f"{self.epochs} epochs of batches of {self.batch_size} in {self.minutes} minutes "
                "are no training"
            )


@dataclass(frozen=True)
class TrainingConfig:
    """name: of the exported model. model_cfg, preprocess_cfg: as open_clip_config.json has them."""

    name: str
    model_cfg: dict[str, Any]
    preprocess_cfg: dict[str, Any]
    schedule: Schedule = field(default_factory=Schedule)

    @property
    def input_size(self) -> tuple[int, int]:
        size = self.model_cfg["vision_cfg"].get("image_size", 224)  # open_clip's own default
        height, width = (size, size) if isinstance(size, int) else size
        return height, width

    @property
    def is_framed(self) -> bool:
        """See recommender/encoder/framing.py."""
        return bool(self.preprocess_cfg.get("framed"))

    def with_vocabulary(self, size: int) -> TrainingConfig:
        """The same with a text tower for this many tokens."""
        model_cfg = copy.deepcopy(self.model_cfg)
        model_cfg["text_cfg"]["vocab_size"] = size
        return TrainingConfig(self.name, model_cfg, self.preprocess_cfg, self.schedule)

    def with_schedule(self, **changes: Any) -> TrainingConfig:
        schedule = Schedule(**{**asdict(self.schedule), **changes})
        return TrainingConfig(self.name, self.model_cfg, self.preprocess_cfg, schedule)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_config(path: Path = DEFAULT_CONFIG) -> TrainingConfig:
    """Raises BadTrainingConfig, saying what is wrong with the file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return parse_config(content)
    except OSError as error:
        raise BadTrainingConfig(f"{path}: {error.strerror}") from error
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadTrainingConfig(f"{path} is no training configuration: {error!r}") from error


def parse_config(content: dict[str, Any]) -> TrainingConfig:
    schedule = dict(content.get("schedule", {}))
    unknown = set(schedule) - {f.name for f in fields(Schedule)}
    if unknown:
        raise BadTrainingConfig(f"unknown schedule entries: {', '.join(sorted(unknown))}")
    if schedule.get("small_input"):
        schedule["small_input"] = tuple(schedule["small_input"])
    require(content, "model_cfg", "vision_cfg")
    require(content, "model_cfg", "text_cfg", "context_length")
    for numbers in ("mean", "std"):
        require(content, "preprocess_cfg", numbers)
    return TrainingConfig(
        content["name"], content["model_cfg"], content["preprocess_cfg"], Schedule(**schedule)
    )


def require(content: dict[str, Any], *path: str) -> None:
    """Raises BadTrainingConfig where there is nothing at the end of the path."""
    at: Any = content
    for name in path:
        if name not in at:
            raise BadTrainingConfig(f"it has no {'.'.join(path)}")
        at = at[name]
