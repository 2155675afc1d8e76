"""What the network is told of its mistakes: cross-entropy by rarity, and overlap by class."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from recommender.photos.classes import CLASSES
from recommender.photos.segmenter.network import import_smp
from recommender.training.segmenter_data import IGNORED


def class_shares(classes: np.ndarray) -> np.ndarray:
    """(k,) shares of the pixels that are not ignored."""
    counts = np.bincount(classes.ravel(), minlength=256)[: len(CLASSES)]
    return counts / max(1, counts.sum())


def rarity(shares: np.ndarray, power: float) -> np.ndarray:
    """(k,) weights of classes, 1 on average over the pixels: (1 / share) to this power."""
    weights = np.clip(shares, 1e-4, 1) ** -power
    return weights / (weights * shares).sum()


def photo_weights(classes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(n,) how often each photo is drawn: by its rarest classes, within a factor of three."""
    there = np.stack([(classes == at).any((1, 2)) for at in range(len(CLASSES))], 1)
    drawn = np.sqrt((there * weights).sum(1))
    return np.clip(drawn / drawn.mean(), 0.6, 1.8)


class PixelLoss(nn.Module):
    """Cross-entropy, and Dice or Lovasz (of segmentation_models_pytorch) beside it."""

    def __init__(self, weights: np.ndarray, kind: str) -> None:
        super().__init__()
        self.weights: torch.Tensor
        self.register_buffer("weights", torch.tensor(weights, dtype=torch.float32))
        losses = import_smp().losses
        choices = {"dice": losses.DiceLoss, "lovasz": losses.LovaszLoss}
        self.overlap = choices[kind]("multiclass", ignore_index=IGNORED)

    def forward(self, logits: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
        """logits (n, k, h, w), truth (n, h, w)."""
        told = logits.float()
        entropy = F.cross_entropy(told, truth, self.weights, ignore_index=IGNORED)
        return entropy + self.overlap(told, truth)
