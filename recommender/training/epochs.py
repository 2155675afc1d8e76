"""Epochs over products: checkpoints that survive a kill, a JSON log, progress with time left."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Self

import torch

from recommender.training.batches import (
    Batch,
    ProductTable,
    Tokenize,
    batches_per_epoch,
    epoch_batches,
)
from recommender.training.checkpoint import Checkpoint, Position, Stateful
from recommender.training.config import Schedule
from recommender.training.run_log import RunLog

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"
SECONDS_BETWEEN_LINES = 15.0
Report = Callable[[str], None]


class NothingToTrain(ValueError):
    """Too few products with pictures for one batch."""


class EpochLoop(ABC):
    """Trains one model into one folder; made anew with the same arguments it can resume."""

    def __init__(
        self,
        schedule: Schedule,
        table: ProductTable,
        tokenize: Tokenize,
        folder: Path,
        report: Report = print,
    ) -> None:
        self.schedule = schedule
        self.table, self.tokenize, self.report = table, tokenize, report
        self.steps_per_epoch = batches_per_epoch(table, schedule.batch_size)
        if not self.steps_per_epoch:
            raise NothingToTrain(
                f"{len(table.products)} products with a picture do not fill "
                f"one batch of {schedule.batch_size}"
            )
        torch.manual_seed(schedule.seed)
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.position = Position()
        self.folder = folder
        self.log = RunLog(folder / LOG)

    @abstractmethod
    def parts(self) -> dict[str, Stateful]:
        """What a checkpoint keeps, by name."""

    @abstractmethod
    def input_size(self) -> tuple[int, int]:
        """(height, width) of the pictures of the coming epoch."""

    @abstractmethod
    def step(self, batch: Batch) -> dict[str, float]:
        """One step of the optimiser; its losses by name."""

    def progress(self) -> float:
        """Share of the run that is done, by steps or by the time limit, whichever is further."""
        by_steps = self.position.step / (self.schedule.epochs * self.steps_per_epoch)
        limit = self.schedule.minutes * 60
        return min(1.0, max(by_steps, self.position.seconds / limit if limit else 0.0))

    def run(self, after_epoch: Callable[[Self], dict[str, float]]) -> None:
        """Trains to the end, from the checkpoint in the folder where one was loaded.

        after_epoch: its figures go into the log, which has one JSON object a line.
        """
        while self.progress() < 1:
            losses = self._epoch()
            self.position.epoch += 1
            self._log({**losses, **after_epoch(self)})
            # Last: a run killed before it does the whole epoch again, its line in the log too.
            self._checkpoint().save(self.position)

    def resume(self) -> bool:
        """Goes on from the folder's checkpoint; False where there is none.

        Raises BrokenCheckpoint.
        """
        found = self._checkpoint().restore(self.device)
        self.position = found or self.position
        self.log.keep(self.position.epoch)
        return found is not None

    def _checkpoint(self) -> Checkpoint:
        return Checkpoint(self.folder / CHECKPOINT, self.parts())

    def _epoch(self) -> dict[str, float]:
        size = self.input_size()
        seed = self.schedule.seed * 100_003 + self.position.epoch
        torch.manual_seed(seed)  # for models with dropout
        sums: dict[str, float] = {}
        batches = epoch_batches(self.table, self.tokenize, self.schedule.batch_size, size, seed)
        done = 0
        last = said = time.monotonic()
        for done, batch in enumerate(batches, 1):
            losses = self.step(batch)
            self.position.step += 1
            now = time.monotonic()
            self.position.seconds += now - last
            last = now
            sums = {name: sums.get(name, 0.0) + value for name, value in losses.items()}
            if now - said >= SECONDS_BETWEEN_LINES or done == self.steps_per_epoch:
                self.report(self._line(sums, done))
                said = now
            if self.progress() >= 1:
                break
        means = {name: value / max(1, done) for name, value in sums.items()}
        return {**means, "height": float(size[0])}

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
