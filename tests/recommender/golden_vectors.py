"""Vectors of the shipped encoder, kept so that a library that shifts them is seen.

Made anew, with each new encoder only, by `python -m tests.recommender.golden_vectors`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from recommender.encoder import Encoder, build
from tests.recommender.drawn_products import COLOURS, CUTS, garment

FILE = Path(__file__).with_name("golden_vectors.npz")
TEXTS = ["red dress", "Men's navy blue jeans, casual, summer", "watch", "größer 12½ €"]


def said_by(encoder: Encoder) -> dict[str, np.ndarray]:
    images = [garment(cut, colour).resize((168, 224)) for cut in CUTS for colour in COLOURS]
    return {
        "version": np.array(encoder.version),
        "pictures": encoder.encode_images(images),
        "texts": encoder.encode_texts(TEXTS),
    }


if __name__ == "__main__":
    # In float32, which is the same on every processor.
    np.savez_compressed(FILE, **said_by(build("shipped", torch.float32)))
