"""Fine-tuning steps: pictures and captions drawn together, neither drifting far from the base."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from recommender.training import augment
from recommender.training.batches import Batch, ProductTable
from recommender.training.checkpoint import Stateful
from recommender.training.config import Schedule
from recommender.training.epochs import EpochLoop, Report
from recommender.training.finetune_base import Base
from recommender.training.losses import caption_contrasts
from recommender.training.model import OpenClipModel
from recommender.training.optimiser import build_optimiser, rate_at, set_rate

#: How much lower the rate is once the text tower learns too.
BOTH_TOWERS = 0.3


@dataclass(frozen=True)
class TuningPlan:
    """How a base is tuned. base: its name; base_version: its key, which names its weights.

    drift: what a cosine lost to the base's own vectors costs; vision_share: the first part of the
    run, in which only the vision tower learns; patience: epochs without a better one.
    """

    base: str
    base_version: str
    schedule: Schedule
    drift: float = 5.0
    vision_share: float = 0.5
    patience: int = 3


@dataclass
class Best:
    """The epoch that found pictures by their names best, and the weights it left."""

    epoch: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    weights: dict[str, torch.Tensor] = field(default_factory=dict)

    def consider(self, epoch: int, figures: dict[str, float], model: nn.Module) -> None:
        if not self.figures or figures["t2i_mrr"] > self.figures["t2i_mrr"]:
            self.epoch, self.figures = epoch, figures
            self.weights = {name: v.cpu().clone() for name, v in model.state_dict().items()}

    def state_dict(self) -> dict[str, Any]:
        return vars(self)

    def load_state_dict(self, state: dict[str, Any], /) -> None:
        vars(self).update(state)


class FineTuner(EpochLoop):
    """Tunes the base's own model, which is the tuned one afterwards.

    It stays in evaluation mode: batches of a small catalogue would spoil the statistics of batch
    norms, and without dropout the tuned model begins as exactly its base.
    """

    def __init__(
        self, base: Base, plan: TuningPlan, table: ProductTable, folder: Path, report: Report
    ) -> None:
        super().__init__(plan.schedule, table, base.tokenize, folder, report)
        self.plan, self.config = plan, base.config
        self.model: OpenClipModel = base.model.to(self.device).eval()
        self.teacher: OpenClipModel = copy.deepcopy(self.model).requires_grad_(False)
        self.model.logit_scale.requires_grad_(False)  # the base's own temperature is kept
        # No decay towards zero: what holds the weights is the penalty for drifting.
        self.optimiser = build_optimiser([self.model], weight_decay=0.0)
        vision = {id(weight) for weight in self.model.visual.parameters()}
        trained = [weight for weight in self.model.parameters() if weight.requires_grad]
        self.words = [weight for weight in trained if id(weight) not in vision]
        self.best = Best()

    def parts(self) -> dict[str, Stateful]:
        return {"model": self.model, "optimiser": self.optimiser, "best": self.best}

    def input_size(self) -> tuple[int, int]:
        return self.config.input_size

    def progress(self) -> float:
        stale = self.position.epoch - self.best.epoch
        return 1.0 if stale >= self.plan.patience else super().progress()

    def words_learn(self) -> bool:
        """Whether the text tower learns by now."""
        return self.progress() >= self.plan.vision_share

    def step(self, batch: Batch) -> dict[str, float]:
        both = self.words_learn()
        for weight in self.words:
            weight.requires_grad_(both)
        rate = rate_at(self.progress(), self.schedule.learning_rate, self.schedule.warmup_share) * (
            BOTH_TOWERS if both else 1.0
        )
        set_rate(self.optimiser, rate)
        total, parts = self._losses(batch, both)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        return parts

    def _losses(self, batch: Batch, both: bool) -> tuple[torch.Tensor, dict[str, float]]:
        pixels, tokens = self._input(batch)
        with torch.no_grad():
            base_pictures, base_captions = (
                self._seen(self.teacher, pixels),
                self._read(self.teacher, tokens),
            )
        pictures = self._seen(self.model, pixels)
        captions = self._read(self.model, tokens) if both else base_captions
        scale = self.model.logit_scale.exp()
        names, phrases = captions.chunk(2)
        by_name, by_phrase = caption_contrasts(pictures, names, phrases, scale, batch)
        drift = _lost(pictures, base_pictures) + _lost(captions, base_captions)
        total = by_name + self.schedule.phrases * by_phrase + self.plan.drift * drift
        parts = {"names": by_name, "phrases": by_phrase, "drift": drift}
        return total, {name: float(value.detach()) for name, value in parts.items()}

    def _input(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """Pixels (n, 3, h, w) as the base wants them, tokens (2n, context): names, phrases."""
        cfg = self.config.preprocess_cfg
        pixels = augment.normalised(batch.pictures, cfg["mean"], cfg["std"])
        tokens = torch.cat([batch.name_tokens, batch.phrase_tokens])
        return pixels.to(self.device), tokens.to(self.device)

    def _seen(self, model: OpenClipModel, pixels: torch.Tensor) -> torch.Tensor:
        with self._precision():
            return F.normalize(model.encode_image(pixels).float(), dim=-1)

    def _read(self, model: OpenClipModel, tokens: torch.Tensor) -> torch.Tensor:
        with self._precision():
            return F.normalize(model.encode_text(tokens).float(), dim=-1)

    def _precision(self) -> torch.autocast:
        # On a processor the rounding would be as large as the drift that is to be held.
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda")


def _lost(rows: torch.Tensor, base: torch.Tensor) -> torch.Tensor:
    """Mean cosine lost between (n, d) unit rows and the base's rows of the same input.

    Distillation on the base's own answers to the new data (Li and Hoiem, 2016, "Learning without
    Forgetting"). It was chosen over a pull on the weights (L2-SP): a cosine means the same in
    every architecture, and is what the shop compares.
    """
    return (1 - (rows * base).sum(-1)).mean()
