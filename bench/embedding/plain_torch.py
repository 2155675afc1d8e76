"""The weights as open_clip loads them, in float32: the measure of speed and of exactness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from recommender.encoder import Encoder, torch_threads, trained
from recommender.encoder_identity import local_folder
from recommender.preparation import Squash

#: Files -> pixels (n, 3, height, width) float32, normalised.
Prepare = Callable[[Sequence[Path]], np.ndarray]


def plain_model(name: str) -> tuple[torch.nn.Module, Prepare]:
    """The picture half of a model, and what turns files into its input."""
    folder = local_folder(name)
    if folder is None and not name.startswith("hf-hub:"):
        architecture, _, tag = name.partition("/")
        model, _, transform = trained(architecture, pretrained=tag)
    else:
        model, _, transform = trained(f"local-dir:{folder}" if folder else name)
    visual: Any = model.float().eval().visual
    return visual, preparation(visual.preprocess_cfg, transform)


def preparation(config: dict, transform: Callable[[Image.Image], torch.Tensor]) -> Prepare:
    """The product's own opening and resizing, so that what differs is how the model is run."""
    squash = Squash.of(config)
    if squash is None:
        return lambda files: np.stack([transform(Image.open(f)).numpy() for f in files])
    mean, deviation = (255 * np.float32(config[key]) for key in ("mean", "std"))

    def prepare(files: Sequence[Path]) -> np.ndarray:
        pixels = squash.pixels([Image.open(file) for file in files])
        return np.ascontiguousarray(((pixels - mean) / deviation).transpose(0, 3, 1, 2))

    return prepare


def in_threads(prepare: Prepare, threads: int) -> Prepare:
    """The same, each thread taking its share of the files."""

    def shared(files: Sequence[Path]) -> np.ndarray:
        share = -(-len(files) // threads)
        parts = [files[start : start + share] for start in range(0, len(files), share)]
        with ThreadPoolExecutor(threads) as hands:
            return np.concatenate(list(hands.map(prepare, parts)))

    return shared


def in_torch(model: torch.nn.Module, threads: int) -> Callable[[np.ndarray], np.ndarray]:
    @torch.inference_mode()
    def run(pixels: np.ndarray) -> np.ndarray:
        with torch_threads(threads):
            return model(torch.from_numpy(pixels)).numpy()

    return run


def in_product(encoder: Encoder, images: Sequence[Image.Image]) -> Callable[[], object]:
    """The product's model alone on these pictures, on all its threads at once."""
    ready = encoder.model_input(images)

    @torch.inference_mode()
    def run() -> torch.Tensor:
        with torch_threads(encoder.threads):
            return encoder._model.encode_image(ready).float().cpu()

    return run
