"""Which pixels of product pictures are the product: what a training may put on another ground, or
look at closely."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from tqdm import tqdm

from catalog.colours.foreground import foreground, told_foreground
from catalog.colours.lab import to_lab
from recommender.training.pictures import PictureSet
from recommender.training.snapshots import boxes
from recommender.training.whole_file import write_whole

#: Pixels to which the longer side is reduced, at most by half too far, to find a garment's box.
BOX_SIDE = 96
#: A frame around the whole picture, as `garment_frames` has them.
WHOLE = (0.0, 0.0, 1.0)


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


def garment_frames(pictures: PictureSet) -> torch.Tensor:
    """(n, 3) middle across and down, half side: the smallest frame of the picture's proportions
    around each garment, in -1..1.

    The whole picture where the garment is not told from its ground. Found once, as `cut_outs`.
    """
    file = pictures.file.with_suffix(".frames")
    if not file.exists():
        found = tqdm(pictures.pixels, desc="finding garments", mininterval=5)
        frames = np.array([_frame(pixels) for pixels in found], np.float32)
        write_whole(file, lambda part: part.write_bytes(frames.tobytes()))
    return torch.from_numpy(np.fromfile(file, np.float32).reshape(-1, 3))


def _frame(pixels: np.ndarray) -> tuple[float, ...]:
    step = max(1, max(pixels.shape[:2]) // BOX_SIDE)
    garment = told_foreground(to_lab(np.asarray(Image.fromarray(pixels).reduce(step))))
    if garment is None:
        return WHOLE
    across, down, *extent = boxes(torch.from_numpy(garment).float()[None, None])[0].tolist()
    return across, down, max(extent)
