"""An encoder for stories whose subject is not the model: the picture's colour is its vector."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image


class ColourEncoder:
    """Unit vector of the mean red, green and blue. `seen` counts the pictures it was shown."""

    name = "colours"
    version = "colours@1"
    dimension = 3

    def __init__(self) -> None:
        self.seen = 0

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        self.seen += len(images)
        rows = np.stack([np.asarray(image, dtype=np.float32).mean((0, 1)) for image in images])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class AllergicEncoder(ColourEncoder):
    """Fails on every batch that holds a green picture."""

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        rows = super().encode_images(images)
        if (rows.argmax(1) == 1).any():
            raise RuntimeError("green makes it sneeze")
        return rows


def encoder_folder(folder: Path, weights: bytes = b"weights") -> str:
    """A local encoder's folder as far as its identity goes; returns the ENCODER setting."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": {"embed_dim": 3}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    (folder / "open_clip_model.safetensors").write_bytes(weights)
    return str(folder)
