"""The weights as open_clip loads them, in float32: the measure of speed and of exactness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from recommender.encoder import Encoder, batches, torch_threads, trained
from recommender.encoder.open_clip_models import LOCAL
from recommender.encoder.preparation import Squash
from recommender.encoder_identity import local_folder

#: Files -> pixels (n, 3, height, width) float32, normalised.
Prepare = Callable[[Sequence[Path]], np.ndarray]


def plain_model(name: str) -> tuple[torch.nn.Module, Prepare]:
    """The picture half of a model, and what turns files into its input."""
    folder = local_folder(name)
    if folder is None and not name.startswith("hf-hub:"):
        architecture, _, tag = name.partition("/")
        model, _, transform = trained(architecture, pretrained=tag)
    else:
        model, _, transform = trained(f"{LOCAL}{folder}" if folder else name)
    visual: Any = model.float().eval().visual
    return visual, preparation(visual.preprocess_cfg, transform)


def preparation(config: dict, transform: Callable[[Image.Image], torch.Tensor]) -> Prepare:
    """The product's own opening and resizing, so that what differs is how the model is run."""
    squash = Squash.of(config)
    if squash is None:
        return lambda files: np.stack([transform(Image.open(f)).numpy() for f in files])
    mean, deviation = (255 * np.float32(config[key]) for key in ("mean", "std"))

    def prepare(files: Sequence[Path]) -> np.ndarray:
        pixels = squash.pixels([Image.open(file) for file in files]).numpy()
        return np.ascontiguousarray(((pixels - mean) / deviation).transpose(0, 3, 1, 2))

    return prepare


def in_threads(prepare: Prepare, threads: int) -> Prepare:
    """The same, each thread taking its share of the files."""

    def shared(files: Sequence[Path]) -> np.ndarray:
        if len(files) == 1:
            return prepare(files)
        parts = list(batches(files, -(-len(files) // threads)))
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
    """The product's model alone on these pictures, each of its threads taking a share."""
    share = -(-len(images) // encoder.threads)
    ready = [encoder.model_input(part) for part in batches(images, share)]

    @torch.inference_mode()
    def one(part: torch.Tensor) -> torch.Tensor:
        with torch_threads(1):
            return encoder._model.encode_image(part).float().cpu()

    def run() -> list[torch.Tensor]:
        with ThreadPoolExecutor(encoder.threads) as hands:
            return list(hands.map(one, ready))

    return run
