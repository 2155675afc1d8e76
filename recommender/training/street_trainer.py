"""An encoder's street tower: of a photo it says what the encoder says of the product.

What the encoder, the teacher, says of a product's plain picture is what the pupil is to say of
every snapshot of it (distillation: Hinton, Vinyals, Dean, 2015). So photos are compared with the
vectors that the catalogue has, which stay what they are. The text tower is the teacher's.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from recommender.training import augment
from recommender.training.averaging import WeightAverage
from recommender.training.batches import Batch, ProductTable, Tokenize, gathered
from recommender.training.checkpoint import Stateful
from recommender.training.config import TrainingConfig
from recommender.training.epochs import EpochLoop, Report
from recommender.training.losses import recognition_loss
from recommender.training.model import OpenClipModel
from recommender.training.optimiser import build_optimiser, rate_at, set_rate

#: What a lost cosine costs, beside a product mistaken for another.
STREET = 3.0


class StreetTrainer(EpochLoop):
    """Trains the picture tower of `pupil` in place, and keeps a running average of the whole."""

    def __init__(
        self,
        config: TrainingConfig,
        table: ProductTable,
        tokenize: Tokenize,
        folder: Path,
        teacher: OpenClipModel,
        pupil: OpenClipModel,
        report: Report = print,
    ) -> None:
        super().__init__(config.schedule, table, tokenize, folder, report)
        self.config = config
        self.targets = said_of(teacher.eval(), config, table).to(self.device)
        self.model = pupil.to(self.device).train()
        self.average = WeightAverage(self.model, self.schedule.ema_decay)
        self.optimiser = build_optimiser([self.model.visual], self.schedule.weight_decay)

    def parts(self) -> dict[str, Stateful]:
        return {"model": self.model, "average": self.average, "optimiser": self.optimiser}

    def input_size(self) -> tuple[int, int]:
        return self.config.input_size

    def step(self, batch: Batch) -> dict[str, float]:
        set_rate(
            self.optimiser,
            rate_at(self.progress(), self.schedule.learning_rate, self.schedule.warmup_share),
        )
        parts = self._losses(batch)
        self.optimiser.zero_grad(set_to_none=True)
        (parts["again"] + STREET * parts["street"]).backward()
        nn.utils.clip_grad_norm_(self.model.visual.parameters(), 5.0)
        self.optimiser.step()
        self.average.update(self.model)
        return {name: float(value.detach()) for name, value in parts.items()}

    def _losses(self, batch: Batch) -> dict[str, torch.Tensor]:
        """street: cosines lost to the teacher's; again: products mistaken for others."""
        taken = batch.pictures if batch.snapshots is None else batch.snapshots
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.schedule.bfloat16):
            vectors = encoded(self.model, self.config, taken.to(self.device))
        street = F.normalize(vectors.float(), dim=-1)
        said = self.targets[batch.rows]
        return {
            "again": recognition_loss(said, street),
            "street": 1 - (street * said).sum(1).mean(),
        }


def encoded(model: OpenClipModel, config: TrainingConfig, pictures: torch.Tensor) -> torch.Tensor:
    """(n, 3, h, w) in 0..1 -> (n, d), of any length."""
    cfg = config.preprocess_cfg
    return model.encode_image(augment.normalised(pictures, cfg["mean"], cfg["std"]))


@torch.inference_mode()
def said_of(model: OpenClipModel, config: TrainingConfig, table: ProductTable) -> torch.Tensor:
    """(n, d) unit rows of the products' plain pictures: of the largest, where there are several."""
    best = [largest(table, product.id) for product in table.products]
    out = torch.empty(len(best), config.model_cfg["embed_dim"])
    for number, pictures in enumerate(table.sets):
        places = torch.tensor([place for place, choice in enumerate(best) if choice == number])
        for some in places.split(256):
            shown = gathered(pictures, [table.products[place].id for place in some.tolist()])
            views = augment.resized(shown, config.input_size)
            out[some] = F.normalize(encoded(model, config, views), dim=-1)
    return out


def largest(table: ProductTable, product_id: str) -> int:
    """Number of the set with the largest picture of the product."""
    have = [n for n, pictures in enumerate(table.sets) if product_id in pictures.row_of]
    return max(have, key=lambda number: table.sets[number].pixels.shape[1])
