"""Type, colour and gender told from a trunk's features, by small networks that are not exported."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn

from recommender.training.batches import ProductTable
from recommender.training.epochs import NothingToTrain
from recommender.training.products import ATTRIBUTES
from recommender.training.trunk_features import TrunkFeatures

#: How much sharing an attribute's value brings two products together. Of 3,942 products that
#: neither tellers nor head had seen, even weights brought more colour and gender, less type.
WEIGHTS = {"articleType": 1.15, "baseColour": 1.05, "gender": 0.85}
TELLERS, HIDDEN, ROUNDS, RATE, BATCH, DECAY = 3, 512, 6, 2e-3, 512, 0.1
LEAST_STEPS = 200


class AttributeTellers(nn.Module):
    """(n, features), scaled -> (n, classes) unit rows: roots of the probabilities of all values.

    So the cosine of two rows is the Bhattacharyya coefficient of what is thought of two products,
    averaged over the attributes by the squares of their weights.
    """

    def __init__(self, features: int, table: ProductTable) -> None:
        super().__init__()
        self.columns = told_columns(table)
        self.sizes = [len(table.classes[column]) for column in self.columns]
        weights = torch.tensor([WEIGHTS[ATTRIBUTES[column]] for column in self.columns])
        self.weights = (weights / weights.norm()).tolist()
        self.tellers = nn.ModuleList(_teller(features, sum(self.sizes)) for _ in range(TELLERS))

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        guesses = [teller(features).split(self.sizes, 1) for teller in self.tellers]
        roots = [
            weight * torch.stack([one.softmax(1) for one in of_attribute]).mean(0).sqrt()
            for weight, of_attribute in zip(self.weights, zip(*guesses, strict=True), strict=True)
        ]
        return torch.cat(roots, 1)

    def loss(self, features: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """labels: (n, attributes), -1 unknown. Each teller is to be right by itself."""
        return torch.stack([self._loss(each(features), labels) for each in self.tellers]).sum()

    def _loss(self, told: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        total = told.new_zeros(())
        for column, logits in zip(self.columns, told.split(self.sizes, 1), strict=True):
            known = labels[:, column] >= 0
            if bool(known.any()):
                right = labels[known, column]
                total = total + F.cross_entropy(logits[known], right, label_smoothing=0.02)
        return total


def _teller(features: int, classes: int) -> nn.Module:
    return nn.Sequential(
        nn.Dropout(0.1),
        nn.Linear(features, HIDDEN),
        nn.GELU(),
        nn.Dropout(0.3),
        nn.Linear(HIDDEN, classes),
    )


def told_columns(table: ProductTable) -> list[int]:
    """Places in ATTRIBUTES of what can be told apart. Raises NothingToTrain."""
    found = [ATTRIBUTES.index(name) for name in WEIGHTS]
    found = [column for column in found if len(table.classes[column]) > 1]
    if not found:
        raise NothingToTrain("all products have one type, one colour and one gender")
    return found


def learned_tellers(seen: TrunkFeatures, table: ProductTable) -> AttributeTellers:
    mean, deviation = seen.spread()
    tellers = AttributeTellers(seen.size, table)

    def loss(rows: torch.Tensor) -> torch.Tensor:
        return tellers.loss((seen.drawn(rows) - mean) / deviation, table.labels[rows])

    fit(tellers, loss, seen.products, ROUNDS, RATE, BATCH, DECAY)
    return tellers.eval().requires_grad_(False)


def fit(
    network: nn.Module,
    loss_of: Callable[[torch.Tensor], torch.Tensor],
    products: int,
    rounds: int,
    rate: float,
    batch: int,
    decay: float = 0.001,
) -> None:
    """AdamW, up in a twentieth of the steps and down a half cosine.

    loss_of: given the rows of a batch. Few products come round more often than `rounds` times.
    """
    network.train()
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=decay)
    batches = -(-products // batch)
    rounds = max(rounds, LEAST_STEPS // batches)
    pace = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=rounds * batches, pct_start=0.05, cycle_momentum=False
    )
    for _ in range(rounds):
        for rows in torch.randperm(products).split(batch):
            optimiser.zero_grad()
            loss_of(rows).backward()
            optimiser.step()
            pace.step()
