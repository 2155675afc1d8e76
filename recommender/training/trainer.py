"""The training loop: epochs, checkpoints that survive a kill, a JSON log, progress."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

from recommender.training import augment
from recommender.training.averaging import WeightAverage
from recommender.training.batches import (
    Batch,
    ProductTable,
    Tokenize,
    batches_per_epoch,
    epoch_batches,
)
from recommender.training.checkpoint import Checkpoint, Position, Stateful
from recommender.training.config import TrainingConfig
from recommender.training.losses import (
    ValueTeller,
    contrastive_loss,
    neighbour_loss,
    same_meaning,
)
from recommender.training.model import build_model, encode_words
from recommender.training.optimiser import build_optimiser, rate_at, set_rate
from recommender.training.run_log import RunLog

# articleType, subCategory, baseColour, gender, usage, season
# How much each attribute weighs in telling values, and in who is whose neighbour.
VALUE_WEIGHTS = (1.0, 0.3, 1.5, 0.7, 0.1, 0.1)
NEIGHBOUR_WEIGHTS = (1.0, 0.0, 1.5, 0.7, 0.0, 0.0)
CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"


class NothingToTrain(ValueError):
    """Too few products with pictures for one batch."""


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
        self.table, self.tokenize, self.report = table, tokenize, report
        self.steps_per_epoch = batches_per_epoch(table, self.schedule.batch_size)
        if not self.steps_per_epoch:
            raise NothingToTrain(
                f"{len(table.products)} products with a picture do not fill "
                f"one batch of {self.schedule.batch_size}"
            )
        torch.manual_seed(self.schedule.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model = build_model(config).to(self.device)
        self.teller = ValueTeller(VALUE_WEIGHTS).to(self.device)
        self.value_tokens = tokenize([value for values in table.classes for value in values])
        self.average = WeightAverage(self.model, self.schedule.ema_decay)
        self.optimiser = build_optimiser([self.model, self.teller], self.schedule.weight_decay)
        self.position = Position()
        self.log = RunLog(folder / LOG)
        self.checkpoint = Checkpoint(folder / CHECKPOINT, self._parts())

    def _parts(self) -> dict[str, Stateful]:
        return {
            "model": self.model,
            "average": self.average,
            "teller": self.teller,
            "optimiser": self.optimiser,
        }

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
            self._log({**losses, **after_epoch(self)})
            # Last: a run killed before it does the whole epoch again, its line in the log too.
            self.checkpoint.save(self.position)

    def _epoch(self) -> dict[str, float]:
        self.model.train()
        size = self._input_size()
        seed = self.schedule.seed * 100_003 + self.position.epoch
        torch.manual_seed(seed)  # for models with dropout
        sums: dict[str, float] = {}
        batches = epoch_batches(self.table, self.tokenize, self.schedule.batch_size, size, seed)
        done = 0
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
        means = {name: value / max(1, done) for name, value in sums.items()}
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
        pictures, names, phrases, values = self._vectors(batch)
        labels, known = batch.labels.to(self.device), batch.names.to(self.device)
        states = batch.phrase_states.to(self.device)
        scale = self.model.logit_scale.exp()
        nothing = torch.zeros_like(states)
        by_name = contrastive_loss(pictures, names, scale, same_meaning(known, nothing, labels))
        by_phrase = contrastive_loss(pictures, phrases, scale, same_meaning(known, states, labels))
        seen = self.teller(pictures, values, labels)
        read = self.teller(names, values, labels)
        near = neighbour_loss(pictures, labels, NEIGHBOUR_WEIGHTS)
        total = (
            by_name
            + self.schedule.phrases * by_phrase
            + self.schedule.seen_values * seen
            + self.schedule.read_values * read
            + self.schedule.neighbours * near
        )
        parts = {"names": by_name, "phrases": by_phrase, "seen": seen, "read": read, "near": near}
        return total, {name: float(value.detach()) for name, value in parts.items()}

    def _vectors(
        self, batch: Batch
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, list[torch.Tensor]]:
        """Unit rows of the batch's pictures, names and phrases, and of each attribute's values."""
        cfg = self.config.preprocess_cfg
        pixels = augment.normalised(batch.pictures, cfg["mean"], cfg["std"]).to(self.device)
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

    def _line(self, sums: dict[str, float], done: int) -> str:
        means = " ".join(f"{name} {value / done:.3f}" for name, value in sums.items())
        share = max(1e-6, self.progress())
        left = self.position.seconds * (1 - share) / share / 60
        return (
            f"epoch {self.position.epoch + 1} step {done}/{self.steps_per_epoch} "
            f"{means} {share:.1%} done, {left:.0f} min left"
        )

    def _log(self, figures: dict[str, float]) -> None:
        entry = {
            "epoch": self.position.epoch,
            "step": self.position.step,
            "minutes": round(self.position.seconds / 60, 2),
            "progress": round(self.progress(), 4),
            **{name: round(value, 4) for name, value in figures.items()},
        }
        self.report(self.log.add(entry))

    def resume(self) -> bool:
        """Goes on from the folder's checkpoint; False where there is none.

        Raises BrokenCheckpoint.
        """
        found = self.checkpoint.restore(self.device)
        self.position = found or self.position
        self.log.keep(self.position.epoch)
        return found is not None
