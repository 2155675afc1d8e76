"""The training loop: epochs, checkpoints that survive a kill, a JSON log, progress."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from recommender.training import augment
from recommender.training.averaging import WeightAverage
from recommender.training.batches import (
    Batch,
    ProductTable,
    Tokenize,
    batches_per_epoch,
    epoch_batches,
)
from recommender.training.config import TrainingConfig
from recommender.training.losses import AttributeHeads, contrastive_loss, same_meaning
from recommender.training.model import build_model
from recommender.training.optimiser import build_optimiser, rate_at, set_rate

# articleType, subCategory, baseColour, gender, usage, season
HEAD_WEIGHTS = (1.0, 0.5, 1.0, 0.5, 0.2, 0.2)
CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


class NothingToTrain(ValueError):
    """Too few products with pictures for one batch."""


@dataclass
class Position:
    """How far the run is: whole epochs, steps, and seconds spent training."""

    epoch: int = 0
    step: int = 0
    seconds: float = 0.0


class Trainer:
    """Trains one model into one folder; made anew with the same arguments it can resume."""

    def __init__(
        self,
        config: TrainingConfig,
        table: ProductTable,
        tokenize: Tokenize,
        folder: Path,
        report: Callable[[str], None] = print,
    ) -> None:
        self.config, self.schedule = config, config.schedule
        self.table, self.tokenize, self.folder, self.report = table, tokenize, folder, report
        self.steps_per_epoch = batches_per_epoch(table, self.schedule.batch_size)
        if not self.steps_per_epoch:
            raise NothingToTrain(
                f"{len(table.products)} products with a picture do not fill "
                f"one batch of {self.schedule.batch_size}"
            )
        torch.manual_seed(self.schedule.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = build_model(config).to(self.device)
        dimension = config.model_cfg["embed_dim"]
        self.heads = AttributeHeads(table.classes, dimension, HEAD_WEIGHTS).to(self.device)
        self.average = WeightAverage(self.model, self.schedule.ema_decay)
        self.optimiser = build_optimiser([self.model, self.heads], self.schedule.weight_decay)
        self.position = Position()

    def progress(self) -> float:
        """Share of the run that is done, by steps or by the time limit, whichever is further."""
        by_steps = self.position.step / (self.schedule.epochs * self.steps_per_epoch)
        limit = self.schedule.minutes * 60
        return min(1.0, max(by_steps, self.position.seconds / limit if limit else 0.0))

    def run(self, after_epoch: Callable[[Trainer], dict[str, float]]) -> None:
        """Trains to the end, from the checkpoint in the folder where one was loaded.

        after_epoch: its figures go into the log, which has one JSON object a line.
        """
        while self.progress() < 1:
            losses = self._epoch()
            self.position.epoch += 1
            self._save()
            self._log({**losses, **after_epoch(self)})

    def _epoch(self) -> dict[str, float]:
        self.model.train()
        size = self._input_size()
        seed = self.schedule.seed * 100_003 + self.position.epoch
        sums: dict[str, float] = {}
        batches = epoch_batches(self.table, self.tokenize, self.schedule.batch_size, size, seed)
        began = done = 0
        last = time.monotonic()
        for done, batch in enumerate(batches, 1):
            losses = self._step(batch)
            now = time.monotonic()
            self.position.seconds += now - last
            last = now
            sums = {name: sums.get(name, 0.0) + value for name, value in losses.items()}
            if done % 25 == 0:
                self.report(self._line(sums, done))
            if self.progress() >= 1:
                break
        means = {name: value / max(1, done - began) for name, value in sums.items()}
        return {**means, "height": float(size[0])}

    def _input_size(self) -> tuple[int, int]:
        small = self.schedule.small_input
        if small and self.progress() < self.schedule.small_share:
            return small
        return self.config.input_size

    def _step(self, batch: Batch) -> dict[str, float]:
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
        self.position.step += 1
        return parts

    def _losses(self, batch: Batch) -> tuple[torch.Tensor, dict[str, float]]:
        pictures, names, phrases = self._vectors(batch)
        labels, known = batch.labels.to(self.device), batch.names.to(self.device)
        states = batch.phrase_states.to(self.device)
        scale = self.model.logit_scale.exp()
        nothing = torch.zeros_like(states)
        by_name = contrastive_loss(pictures, names, scale, same_meaning(known, nothing, labels))
        by_phrase = contrastive_loss(pictures, phrases, scale, same_meaning(known, states, labels))
        seen = self.heads(pictures, labels)
        read = self.heads(names, labels) + self.heads(phrases, labels.where(states, -1))
        total = (
            by_name
            + self.schedule.attribute_captions * by_phrase
            + self.schedule.image_heads * seen
            + self.schedule.text_heads * read
        )
        parts = {"names": by_name, "phrases": by_phrase, "seen": seen, "read": read}
        return total, {name: float(value.detach()) for name, value in parts.items()}

    def _vectors(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        cfg = self.config.preprocess_cfg
        pixels = augment.normalised(batch.pictures, cfg["mean"], cfg["std"]).to(self.device)
        tokens = torch.cat([batch.name_tokens, batch.phrase_tokens]).to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.schedule.bfloat16):
            pictures = self.model.encode_image(pixels)
            texts = self.model.encode_text(tokens)
        names, phrases = F.normalize(texts.float(), dim=-1).chunk(2)
        return F.normalize(pictures.float(), dim=-1), names, phrases

    def _line(self, sums: dict[str, float], done: int) -> str:
        means = " ".join(f"{name} {value / done:.3f}" for name, value in sums.items())
        share = max(1e-6, self.progress())
        left = self.position.seconds * (1 - share) / share / 60
        return (
            f"epoch {self.position.epoch + 1} step {done}/{self.steps_per_epoch} "
            f"{means} {share:.1%} done, {left:.0f} min left"
        )

    def _log(self, figures: dict[str, float]) -> None:
        entry: dict[str, Any] = {
            "epoch": self.position.epoch,
            "step": self.position.step,
            "minutes": round(self.position.seconds / 60, 2),
            "progress": round(self.progress(), 4),
            **{name: round(value, 4) for name, value in figures.items()},
        }
        with (self.folder / LOG).open("a") as log:
            log.write(json.dumps(entry) + "\n")
        self.report(json.dumps(entry))

    def _save(self) -> None:
        state = {
            "model": self.model.state_dict(),
            "average": self.average.model.state_dict(),
            "average_steps": self.average.steps,
            "heads": self.heads.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "position": vars(self.position),
        }
        part = self.folder / f"{CHECKPOINT}.part"
        torch.save(state, part)
        os.replace(part, self.folder / CHECKPOINT)

    def resume(self) -> bool:
        """Goes on from the folder's checkpoint; False where there is none."""
        path = self.folder / CHECKPOINT
        if not path.exists():
            return False
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.average.model.load_state_dict(state["average"])
        self.average.steps = state["average_steps"]
        self.heads.load_state_dict(state["heads"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.position = Position(**state["position"])
        return True
