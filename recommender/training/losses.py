"""What the training minimises: picture-words contrast, and attributes told from either."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

Classes = list[list[str]]


def same_meaning(names: torch.Tensor, stated: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """(n, n) bool: caption i is as true of product j as of its own product, so j is no negative.

    names: (n,) a number per distinct product name; stated: (n, attributes) bool, which
    attributes caption i states, none for a name; labels: (n, attributes) class numbers.
    """
    agrees = labels.unsqueeze(1) == labels.unsqueeze(0)  # (n, n, attributes)
    by_attributes = (agrees | ~stated.unsqueeze(1)).all(-1) & stated.any(-1, keepdim=True)
    return by_attributes | (names.unsqueeze(1) == names.unsqueeze(0))


def contrastive_loss(
    pictures: torch.Tensor, texts: torch.Tensor, scale: torch.Tensor, same: torch.Tensor
) -> torch.Tensor:
    """Softmax contrast in both directions over (n, d) unit rows (Radford et al., 2021, CLIP).

    same[i, j]: caption i is also true of picture j; such pairs are no negatives.
    """
    n = len(pictures)
    logits = scale * texts @ pictures.T
    others = same & ~torch.eye(n, dtype=torch.bool, device=same.device)
    logits = logits.masked_fill(others, float("-inf"))
    target = torch.arange(n, device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


class AttributeHeads(nn.Module):
    """A prototype vector per attribute value, shared by pictures and words; dropped at export."""

    def __init__(self, classes: Classes, dimension: int, weights: tuple[float, ...]) -> None:
        super().__init__()
        self.prototypes = nn.ParameterList(
            nn.Parameter(torch.randn(len(values), dimension) / dimension**0.5) for values in classes
        )
        self.scale = nn.Parameter(torch.tensor(2.7))
        self.weights = weights

    def forward(self, vectors: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Weighted cross-entropy of (n, d) unit rows against (n, attributes) labels, -1 unknown."""
        total = vectors.new_zeros(())
        for column, prototypes in enumerate(self.prototypes):
            total = total + self.weights[column] * self._loss(
                vectors, prototypes, labels[:, column]
            )
        return total / sum(self.weights)

    def _loss(
        self, vectors: torch.Tensor, prototypes: torch.Tensor, labels: torch.Tensor
    ) -> torch.Tensor:
        if not bool((labels >= 0).any()):
            return vectors.new_zeros(())
        logits = self.scale.exp() * vectors @ F.normalize(prototypes, dim=-1).T
        return F.cross_entropy(logits, labels, ignore_index=-1, label_smoothing=0.05)
