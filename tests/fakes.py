"""An encoder for stories whose subject is not the model: the picture's colour is its vector."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor

from recommender.encoder_identity import encoder_version


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


class PaintEncoder:
    """Sees the mean colour of a picture and reads colour words, in `dimension` numbers.

    `favourite` (0 red, 1 green, 2 blue) counts five times, so that two of these encoders agree on
    no similarity. A `deaf` one hears the same in every text.
    """

    def __init__(self, name: str, dimension: int = 3, favourite: int = 0, deaf: bool = False):
        self.name, self.dimension = name, dimension
        self.version = encoder_version(name)[0]
        self.weights = np.ones(3, dtype=np.float32)
        self.weights[favourite] = 5
        self.deaf = deaf
        self.seen = 0

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        self.seen += len(images)
        return self.painted([np.asarray(image, np.float32).mean((0, 1)) for image in images])

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        words = ["gray" if self.deaf else text.split()[0] for text in texts]
        return self.painted([np.asarray(ImageColor.getrgb(word), np.float32) for word in words])

    def painted(self, colours: Sequence[np.ndarray]) -> np.ndarray:
        rows = np.zeros((len(colours), self.dimension), dtype=np.float32)
        rows[:, :3] = (np.stack(colours) + 1) * self.weights
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def encoder_folder(folder: Path, weights: bytes = b"weights", dimension: int = 3) -> str:
    """A local encoder's folder as far as its identity goes; returns the ENCODER setting."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": {"embed_dim": dimension}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    (folder / "open_clip_model.safetensors").write_bytes(weights)
    return str(folder)
