"""How well classes are told: overlap by class, counted over all pixels of all photos."""

from __future__ import annotations

from typing import Any

import numpy as np

from recommender.photos.classes import CLASSES
from recommender.training.segmenter_data import IGNORED


class Confusion:
    """What is there against what was told, in pixels."""

    def __init__(self) -> None:
        self.counts = np.zeros((len(CLASSES), len(CLASSES)), np.int64)

    def add(self, truth: np.ndarray, told: np.ndarray) -> None:
        """Two arrays of one shape with numbers of classes; IGNORED in truth counts for nothing."""
        known = truth != IGNORED
        pairs = truth[known].astype(np.int64) * len(CLASSES) + told[known]
        self.counts += np.bincount(pairs, minlength=self.counts.size).reshape(self.counts.shape)

    def iou(self) -> dict[str, float]:
        """Intersection over union of each class that is there."""
        right = self.counts.diagonal()
        there, told = self.counts.sum(1), self.counts.sum(0)
        return {
            name: float(right[at] / (there[at] + told[at] - right[at]))
            for at, name in enumerate(CLASSES)
            if there[at]
        }

    def foreground_iou(self) -> float:
        """Of everything but the background, as one class. 0 where there is none."""
        right = self.counts[1:, 1:].sum()
        return float(right / max(1, self.counts.sum() - self.counts[0, 0]))

    def pixel_accuracy(self) -> float:
        return float(self.counts.diagonal().sum() / max(1, self.counts.sum()))

    def figures(self) -> dict[str, Any]:
        """miou8: mean over the garment and skin classes present."""
        iou = self.iou()
        worn = [value for name, value in iou.items() if name != CLASSES[0]]
        return {
            "miou8": sum(worn) / len(worn) if worn else 0.0,
            "iou": iou,
            "foreground_iou": self.foreground_iou(),
            "pixel_accuracy": self.pixel_accuracy(),
        }
