"""From street photos with masks to a trained, exported segmenter."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from recommender.photos.segmenter.network import (
    as_input,
    begin_with_tower,
    build_network,
)
from recommender.photos.segmenter.weights import load_segmenter
from recommender.training.averaging import WeightAverage
from recommender.training.checkpoint import Checkpoint, Position, Stateful
from recommender.training.optimiser import build_optimiser, rate_at, set_rate
from recommender.training.products import is_validation
from recommender.training.run_log import RunLog
from recommender.training.segmenter_config import SegmenterConfig
from recommender.training.segmenter_data import PhotoSet
from recommender.training.segmenter_figures import Confusion
from recommender.training.segmenter_losses import PixelLoss, class_shares, photo_weights, rarity
from recommender.training.segmenter_views import views
from recommender.training.still_lifes import Things


class SegmenterRun:
    """A network in training on photos, its running average, and what is kept on disk of both."""

    def __init__(
        self,
        config: SegmenterConfig,
        photos: PhotoSet,
        folder: Path,
        report: Callable[[str], None],
        things: Things | None = None,
    ) -> None:
        self.config, self.photos, self.folder, self.report = config, photos, folder, report
        self.things = things
        torch.manual_seed(config.seed)
        self.network = build_network(config.network)
        weights = rarity(class_shares(photos.classes), config.rare_power)
        self.drawn = torch.tensor(photo_weights(photos.classes, weights))
        self.loss = PixelLoss(weights, config.loss)
        self.optimiser = build_optimiser([self.network], config.weight_decay)
        self.average = WeightAverage(self.network, config.average_decay)
        self.position = Position()
        self.log = RunLog(folder / "log.jsonl")
        parts: dict[str, Stateful] = {
            "network": self.network,
            "optimiser": self.optimiser,
            "average": self.average,
        }
        self.checkpoint = Checkpoint(folder / "checkpoint.pt", parts)

    def begin_with(self, encoder: Path) -> None:
        begin_with_tower(self.network, encoder)
        self._begin_averaging()

    def begin_from(self, segmenter: Path) -> None:
        """With an exported one. Raises OSError, ValueError, KeyError, RuntimeError."""
        begun, _ = load_segmenter(segmenter)
        self.network.load_state_dict(begun.state_dict())
        self._begin_averaging()

    def _begin_averaging(self) -> None:
        self.average = WeightAverage(self.network, self.config.average_decay)
        self.checkpoint.parts["average"] = self.average

    def resume(self) -> bool:
        """Whether there was something to go on from. Raises BrokenCheckpoint."""
        position = self.checkpoint.restore(torch.device("cpu"))
        if position:
            self.position = position
            self.log.keep(position.epoch)
        return position is not None

    def progress(self) -> float:
        """0..1, by epochs or by time, whichever is further."""
        by_time = self.position.seconds / (60 * self.config.minutes) if self.config.minutes else 0.0
        return min(1.0, max(by_time, self.position.epoch / self.config.epochs))

    def run(self, figures: Callable[[SegmenterRun], dict[str, Any]]) -> None:
        while self.progress() < 1:
            loss = self._epoch()
            self.position.epoch += 1
            entry = {**asdict(self.position), "loss": loss, **figures(self)}
            self.checkpoint.save(self.position)
            self.report(self.log.add({name: _short(value) for name, value in entry.items()}))

    def _epoch(self) -> float:
        """One pass; the mean loss. An epoch has dice of its own, so a resumed one has the same."""
        torch.manual_seed(self.config.seed * 100_003 + self.position.epoch)
        self.network.train()
        order = torch.multinomial(self.drawn, len(self.photos.ids), replacement=True)
        losses, began = [], time.monotonic()
        whole = self.position.seconds
        for rows in order.split(self.config.batch_size):
            if len(rows) < 2:
                continue
            losses.append(self._step(rows.numpy()))
            self.position.step += 1
            self.position.seconds = whole + time.monotonic() - began
            if self.progress() >= 1:
                break
        return float(np.mean(losses))

    def _step(self, rows: np.ndarray) -> float:
        config = self.config
        size = config.small_view if self.progress() < config.small_share else config.view
        pixels, classes = torch.from_numpy(self.photos.pixels[rows]), self.photos.classes[rows]
        photos, masks = views(pixels, torch.from_numpy(classes), size, config.strength, self.things)
        shown = photos.sub_(config.network.mean).div_(config.network.deviation)
        shown = shown.contiguous(memory_format=torch.channels_last)
        set_rate(
            self.optimiser, rate_at(self.progress(), config.learning_rate, config.warmup_share)
        )
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.network(shown)
        loss = self.loss(logits, masks)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.average.update(self.network)
        return float(loss.detach())


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(part) for name, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value


@torch.inference_mode()
def validated(
    network: torch.nn.Module, config: SegmenterConfig, photos: PhotoSet
) -> dict[str, Any]:
    """Figures on photos as they are stored."""
    confusion = Confusion()
    network.eval()
    for start in range(0, len(photos.ids), 8):
        some = slice(start, start + 8)
        shown = as_input(torch.from_numpy(photos.pixels[some].copy()), config.network)
        with torch.autocast("cpu", torch.bfloat16):
            logits = network(shown)
        told = F.interpolate(logits.float(), shown.shape[-2:], mode="bilinear").argmax(1)
        confusion.add(photos.classes[some], told.numpy())
    return confusion.figures()


def split_photos(ids: list[str], percent: int) -> tuple[list[str], list[str]]:
    """(training, held out), by a hash of the photo's id."""
    held_out = [photo_id for photo_id in ids if is_validation(photo_id, percent)]
    return [photo_id for photo_id in ids if not is_validation(photo_id, percent)], held_out
