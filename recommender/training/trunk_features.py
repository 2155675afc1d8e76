"""What a finished trunk sees of products, kept so that what follows it is trained in minutes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch

from recommender.training import augment
from recommender.training.batches import ProductTable
from recommender.training.config import BadTrainingConfig, TrainingConfig
from recommender.training.epochs import Report
from recommender.training.model import OpenClipModel

BATCH = 256


@dataclass(frozen=True)
class TrunkFeatures:
    """`views`: (v, n, d) float16, of v random views of each of n products."""

    views: torch.Tensor

    @property
    def products(self) -> int:
        return self.views.shape[1]

    @property
    def size(self) -> int:
        return self.views.shape[2]

    def drawn(self, products: torch.Tensor) -> torch.Tensor:
        """(m, d) float32: of each of these m products one view, by torch's own generator."""
        view = torch.randint(len(self.views), products.shape)
        return self.views[view, products].float()

    def spread(self) -> tuple[torch.Tensor, torch.Tensor]:
        """(d,) mean and (d,) deviation of the first view."""
        first = self.views[0].float()
        return first.mean(0), first.std(0).clamp_min(1e-3)


def trunk_of(model: OpenClipModel) -> Any:
    """The trunk of a timm tower. Raises BadTrainingConfig."""
    trunk = getattr(model.visual, "trunk", None)
    if trunk is None:
        raise BadTrainingConfig("a second head needs a picture tower of timm's")
    return trunk


@torch.inference_mode()
def trunk_features(
    model: OpenClipModel, config: TrainingConfig, table: ProductTable, views: int, report: Report
) -> TrunkFeatures:
    """Looks at every product of the table `views` times, as training would."""
    trunk = trunk_of(model).eval()
    rows = list(range(len(table.products)))
    seen = []
    for view in range(views):
        parts = [
            _features(trunk, config, table.views(some, config.input_size, view * len(rows) + at))
            for at, some in enumerate(_batches(rows))
        ]
        seen.append(torch.cat(parts))
        report(f"view {view + 1} of {views} of {len(rows)} products")
    return TrunkFeatures(torch.stack(seen))


def _batches(rows: list[int]) -> list[list[int]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def _features(trunk: Any, config: TrainingConfig, pictures: torch.Tensor) -> torch.Tensor:
    cfg, device = config.preprocess_cfg, next(trunk.parameters()).device
    pixels = augment.normalised(pictures, cfg["mean"], cfg["std"]).to(device)
    with torch.autocast(device.type, torch.bfloat16, enabled=config.schedule.bfloat16):
        return trunk(pixels).half().cpu()
