"""Training from random weights: what is minimised, and how a step is made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from recommender.encoder.open_clip_models import whole_weights
from recommender.training import augment
from recommender.training.averaging import WeightAverage
from recommender.training.batches import Batch, ProductTable, Tokenize
from recommender.training.checkpoint import Stateful
from recommender.training.config import BadTrainingConfig, TrainingConfig
from recommender.training.epochs import EpochLoop, Report
from recommender.training.losses import (
    ValueTeller,
    caption_contrasts,
    neighbour_loss,
    recognition_loss,
)
from recommender.training.model import build_model, encode_words, text_tower
from recommender.training.optimiser import build_optimiser, rate_at, set_rate

# articleType, subCategory, baseColour, gender, usage, season
# How much each attribute weighs in telling values, and in who is whose neighbour.
VALUE_WEIGHTS = (1.0, 0.3, 1.5, 0.7, 0.1, 0.1)
NEIGHBOUR_WEIGHTS = (1.0, 0.0, 1.5, 0.7, 0.0, 0.0)


class Trainer(EpochLoop):
    """Trains a model from random weights, and keeps a running average of its weights."""

    def __init__(
        self,
        config: TrainingConfig,
        table: ProductTable,
        tokenize: Tokenize,
        folder: Path,
        report: Report = print,
    ) -> None:
        super().__init__(config.schedule, table, tokenize, folder, report)
        self.config = config
        self.model = build_model(config).to(self.device).train()
        if self.schedule.words_stay:
            still_words(self.model)
        self.teller = ValueTeller(VALUE_WEIGHTS).to(self.device)
        self.value_tokens = tokenize([value for values in table.classes for value in values])
        self.average = WeightAverage(self.model, self.schedule.ema_decay)
        self.optimiser = build_optimiser([self.model, self.teller], self.schedule.weight_decay)

    def parts(self) -> dict[str, Stateful]:
        return {
            "model": self.model,
            "average": self.average,
            "teller": self.teller,
            "optimiser": self.optimiser,
        }

    def begin_from(self, folder: Path) -> None:
        """Takes an exported model's weights instead of random ones.

        Raises BadTrainingConfig where they are another architecture's.
        """
        try:
            self.model.load_state_dict(whole_weights(folder))
        except RuntimeError as error:
            raise BadTrainingConfig(f"{folder} holds another architecture: {error}") from error
        self.average = WeightAverage(self.model, self.schedule.ema_decay)
        keep_silent(self.model)

    def resume(self) -> bool:
        found = super().resume()
        keep_silent(self.model)
        return found

    def input_size(self) -> tuple[int, int]:
        small = self.schedule.small_input
        if small and self.progress() < self.schedule.small_share:
            return small
        return self.config.input_size

    def step(self, batch: Batch) -> dict[str, float]:
        set_rate(
            self.optimiser,
            rate_at(self.progress(), self.schedule.learning_rate, self.schedule.warmup_share),
        )
        total, parts = self._losses(batch)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimiser.step()
        with torch.no_grad():
            self.model.logit_scale.clamp_(0, 4.6052)  # a scale of 100, as in CLIP
        self.average.update(self.model)
        return parts

    def _losses(self, batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        mix = None
        if float(torch.rand(())) < self.schedule.mixed_share:
            views, mix = augment.mixed(batch.pictures)
            batch = replace(batch, pictures=views)
        pictures, names, phrases, values = self._vectors(batch)
        pictures, taken = pictures[: len(names)], pictures[len(names) :]
        labels, scale = batch.labels.to(self.device), self.model.logit_scale.exp()
        by_name, by_phrase = caption_contrasts(pictures, names, phrases, scale, batch, mix)
        seen, near = self._told(pictures, values, labels)
        if mix:
            told_other = self._told(pictures, values, labels[mix.partners.to(self.device)])
            seen, near = mix.weigh(seen, told_other[0]), mix.weigh(near, told_other[1])
        read = self.teller(names, values, labels)
        total = (
            by_name
            + self.schedule.phrases * by_phrase
            + self.schedule.seen_values * seen
            + self.schedule.read_values * read
            + self.schedule.neighbours * near
        )
        parts = {"names": by_name, "phrases": by_phrase, "seen": seen, "read": read, "near": near}
        if len(taken):
            again = recognition_loss(pictures, taken)
            told = self.teller(taken, values, labels)
            named, _ = caption_contrasts(taken, names, phrases, scale, batch)
            total = total + self.schedule.snapshots * (2 * again + told + named / 2)
            parts |= {"again": again, "told_again": told, "named_again": named}
        return total, {name: float(value.detach()) for name, value in parts.items()}

    def _told(
        self, pictures: torch.Tensor, values: list[torch.Tensor], labels: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """How badly pictures tell these labels, by the values' words and by their neighbours."""
        return (
            self.teller(pictures, values, labels),
            neighbour_loss(pictures, labels, NEIGHBOUR_WEIGHTS),
        )

    def _vectors(
        self, batch: Batch
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, list[torch.Tensor]]:
        """Unit rows of the batch's pictures, and of its snapshots after them, of names and
        phrases, and of each attribute's values."""
        cfg = self.config.preprocess_cfg
        shown = [views for views in (batch.pictures, batch.snapshots) if views is not None]
        pixels = augment.normalised(torch.cat(shown), cfg["mean"], cfg["std"]).to(self.device)
        tokens = torch.cat([batch.name_tokens, batch.phrase_tokens])
        # For texts this short, torch's fused attention is several times slower on a CPU.
        plain = sdpa_kernel(SDPBackend.MATH)
        with (
            torch.autocast(self.device.type, torch.bfloat16, enabled=self.schedule.bfloat16),
            plain,
        ):
            pictures = self.model.encode_image(pixels)
            captions = encode_words(self.model, tokens.to(self.device))
            values = encode_words(self.model, self.value_tokens.to(self.device))
        names, phrases = F.normalize(captions.float(), dim=-1).chunk(2)
        by_attribute = F.normalize(values.float(), dim=-1).split(
            [len(values) for values in self.table.classes]
        )
        return F.normalize(pictures.float(), dim=-1), names, phrases, list(by_attribute)


def still_words(model: Any) -> None:
    """Nothing but how pictures are seen is learned: what else was trained on these words, as a
    tower for photos, still understands them."""
    for name, parameter in model.named_parameters():
        parameter.requires_grad_(name.startswith("visual.") or name == "logit_scale")


def keep_silent(model: Any) -> None:
    """Words stay nil in those dimensions in which a second head (second_head.py) made them nil."""
    projection = text_tower(model).text_projection
    heard = (projection.detach() != 0).any(0)
    if projection.requires_grad and not bool(heard.all()):
        projection.register_hook(lambda gradient: gradient * heard)
