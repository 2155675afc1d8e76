"""A segmenter as the shop uses it: an upright photo in, probabilities of classes out."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

from recommender.encoder import channels_last, torch_threads
from recommender.encoder.model import best_dtype
from recommender.photos.segmenter.network import STRIDE, as_input
from recommender.photos.segmenter.weights import SegmenterFolder


class Segmenter:
    """A trained network, on the CPU."""

    def __init__(self, network: nn.Module, about: SegmenterFolder) -> None:
        self.name, self.about = about.name, about
        self.dtype = best_dtype("cpu")
        self._network = channels_last(network.eval().to(self.dtype))

    @torch.inference_mode()
    def probabilities(self, photo: Image.Image) -> np.ndarray:
        """RGB of any size -> (classes, h, w) float32 that sum to one over the classes.

        h and w are about half of the largest `looks_at` on the longer side, in the photo's
        proportions. What it says of the photo's sizes, and of their mirror images, is averaged.
        """
        with torch_threads(1):
            told = [self._at(photo, side) for side in sorted(self.about.looks_at)]
            size = told[-1].shape[-2:]
            same = [F.interpolate(each[None], size, mode="bilinear")[0] for each in told]
        return torch.stack(same).mean(0).numpy()

    def _at(self, photo: Image.Image, side: int) -> torch.Tensor:
        """(classes, h, w), of the photo with this longer side."""
        pixels, size = self._shown(photo, side)
        # What was padded is cut off again: half of the input's pixels.
        return self._told(pixels)[:, : -(-size[0] // 2), : -(-size[1] // 2)]

    def _told(self, pixels: torch.Tensor) -> torch.Tensor:
        """The photo and its mirror image, averaged."""
        shown = as_input(pixels, self.about.network).to(self.dtype)
        both = torch.cat([shown, shown.flip(-1)])
        told = F.softmax(self._network(both).float(), 1)  # (2, classes, h, w)
        return (told[0] + told[1].flip(-1)) / 2

    def _shown(self, photo: Image.Image, side: int) -> tuple[torch.Tensor, tuple[int, int]]:
        """(1, h, w, 3), sides as the network takes them; (height, width) of the photo in it."""
        scale = side / max(photo.size)
        width = max(STRIDE, round(photo.width * scale))
        height = max(STRIDE, round(photo.height * scale))
        small = photo.convert("RGB").resize(
            (width, height), Image.Resampling.LANCZOS, reducing_gap=3.0
        )
        down, across = -height % STRIDE, -width % STRIDE
        pixels = np.pad(np.asarray(small), ((0, down), (0, across), (0, 0)), mode="edge")
        return torch.from_numpy(pixels)[None], (height, width)
