"""Which pixels of product pictures are the product: what a training may put on another ground."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from catalog.colours.foreground import foreground
from catalog.colours.lab import to_lab
from recommender.training.pictures import PictureSet
from recommender.training.whole_file import write_whole


@dataclass(frozen=True)
class CutOuts:
    """`alphas` (n, h, w) uint8, 1 on the product, row by row of its PictureSet."""

    alphas: np.ndarray

    def of(self, rows: np.ndarray) -> torch.Tensor:
        """(n, 1, h, w) in 0..1"""
        return torch.from_numpy(np.ascontiguousarray(self.alphas[rows])).float()[:, None]


def cut_outs(pictures: PictureSet) -> CutOuts:
    """Found once and kept beside the decoded pictures."""
    file = pictures.file.with_suffix(".alphas")
    count, height, width, _ = pictures.pixels.shape
    if not file.exists():
        write_whole(file, lambda part: _write(pictures, part))
    return CutOuts(np.memmap(file, np.uint8, "r", shape=(count, height, width)))


def _write(pictures: PictureSet, part: Path) -> None:
    with part.open("wb") as out:
        for pixels in tqdm(pictures.pixels, desc="cutting products out", mininterval=5):
            out.write(_alpha(pixels).tobytes())


def _alpha(pixels: np.ndarray) -> np.ndarray:
    return foreground(to_lab(pixels)).astype(np.uint8)
