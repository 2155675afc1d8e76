"""Pictures a second through the product's path, against stock open_clip in float32.

Both see the same weights and the same JPEGs in memory, decoded each time; batches of 1, 8, 32.
The pictures are drawn here, 224x224, so that the benchmark needs no data set.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw

Encode = Callable[[list[Image.Image]], np.ndarray]
BATCHES, ROUNDS, PICTURES = (1, 8, 32), 7, 64


def main() -> None:
    from recommender.encoder import load_encoder

    photos = [jpeg(n) for n in range(PICTURES)]
    paths = {"understudy": load_encoder("shipped").encode_images, "open_clip fp32": stock()}
    print(f"{'images/s':16}" + "".join(f"{f'batch {size}':>10}" for size in BATCHES))
    rates = {name: [] for name in paths}
    for size in BATCHES:
        for name, found in rate(paths, photos, size).items():
            rates[name].append(found)
    for name, row in rates.items():
        print(f"{name:16}" + "".join(f"{value:10.0f}" for value in row))
    ratios = [ours / theirs for ours, theirs in zip(*rates.values(), strict=True)]
    print(f"{'ratio':16}" + "".join(f"{value:10.2f}" for value in ratios))


def stock() -> Encode:
    """What open_clip's own documentation does: its transforms, its model as loaded."""
    import torch

    from recommender.encoder import import_open_clip
    from recommender.encoder_identity import SHIPPED_FOLDER

    model, _, prepare = import_open_clip().create_model_and_transforms(
        f"local-dir:{SHIPPED_FOLDER}"
    )
    model.eval()

    @torch.no_grad()
    def encode(pictures: list[Image.Image]) -> np.ndarray:
        pixels = torch.stack([prepare(picture) for picture in pictures])
        return model.encode_image(pixels, normalize=True).numpy()

    return encode


def rate(paths: dict[str, Encode], photos: list[bytes], size: int) -> dict[str, float]:
    """Pictures a second of each path: the median of rounds taken in turn, the first left out."""
    seconds: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(ROUNDS + 1):
        for name, encode in paths.items():
            began = time.perf_counter()
            for start in range(0, len(photos), size):
                encode([decoded(photo) for photo in photos[start : start + size]])
            seconds[name].append(time.perf_counter() - began)
    return {name: len(photos) / statistics.median(took[1:]) for name, took in seconds.items()}


def decoded(photo: bytes) -> Image.Image:
    return Image.open(io.BytesIO(photo)).convert("RGB")


def jpeg(seed: int) -> bytes:
    """A drawn 224x224 picture with some texture in it, so that decoding costs what it does."""
    rng = np.random.default_rng(seed)
    noise = rng.integers(200, 255, (56, 56, 3), dtype=np.uint8)
    picture = Image.fromarray(noise).resize((224, 224), Image.Resampling.BICUBIC)
    colour = tuple(int(value) for value in rng.integers(0, 255, 3))
    ImageDraw.Draw(picture).polygon([(60, 20), (164, 20), (190, 210), (34, 210)], fill=colour)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()
