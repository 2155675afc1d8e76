"""How well an encoder finds products by their names, and products by their pictures."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from recommender.encoder import Encoder
from recommender.training.floors import FLOORS, unit_rows
from recommender.training.measures import (
    neighbour_precision,
    neighbours,
    text_to_image,
    value_precision,
)
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct, is_validation, read_products

JUDGED = ("articleType", "baseColour", "gender")
BATCH = 64
Advance = Callable[[int], Any]


@dataclass
class Gallery:
    """Products whose picture could be read: their vectors, and those of the floors."""

    products: list[TrainingProduct] = field(default_factory=list)
    pictures: list[np.ndarray] = field(default_factory=list)
    floors: dict[str, list[np.ndarray]] = field(default_factory=lambda: {n: [] for n in FLOORS})
    seconds: float = 0.0  # decoding and encoding, the floors not counted

    def values(self, attribute: str) -> list[str]:
        return [getattr(product, attribute) for product in self.products]


def products_to_judge(styles: Path, held_out: int, limit: int) -> list[TrainingProduct]:
    """Rows of the styles file: all, or the percentage that the training keeps out; 0: no limit."""
    products = read_products(styles)
    if held_out:
        products = [product for product in products if is_validation(product.id, held_out)]
    return products[: limit or None]


def evaluate(
    encoder: Encoder,
    products: list[TrainingProduct],
    source: PictureSource,
    advance: Advance = lambda done: None,
) -> dict[str, Any]:
    """The figures of `evaluate_encoder`. advance: told how many products more are encoded.

    Raises NoPictures where fewer than two products have a readable picture.
    """
    gallery = _gallery(encoder, products, source, advance)
    if len(gallery.products) < 2:
        raise NoPictures(f"{source.path}: fewer than two products have a readable picture")
    pictures = torch.from_numpy(np.concatenate(gallery.pictures))
    names = torch.from_numpy(encoder.encode_texts([product.name for product in gallery.products]))
    return {
        "encoder": encoder.version,
        "products": len(gallery.products),
        **text_to_image(names, pictures),
        **_by_words(encoder, gallery, pictures),
        **_by_picture(gallery, pictures),
        "images_per_second": len(gallery.products) / gallery.seconds,
        "floors": {
            name: _by_picture(gallery, unit_rows(rows)) for name, rows in gallery.floors.items()
        },
    }


def _gallery(
    encoder: Encoder, products: list[TrainingProduct], source: PictureSource, advance: Advance
) -> Gallery:
    gallery = Gallery()
    with_picture = [product for product in products if product.id in source]
    for start in range(0, len(with_picture), BATCH):
        some = with_picture[start : start + BATCH]
        _add(gallery, encoder, some, source)
        advance(len(some))
    return gallery


def _add(
    gallery: Gallery, encoder: Encoder, some: list[TrainingProduct], source: PictureSource
) -> None:
    began = time.perf_counter()
    readable = list(_readable(some, source))
    if not readable:
        return
    gallery.pictures.append(encoder.encode_images([picture for _, picture in readable]))
    gallery.seconds += time.perf_counter() - began
    gallery.products.extend(product for product, _ in readable)
    for name, rows in gallery.floors.items():
        rows.extend(FLOORS[name](picture) for _, picture in readable)


def _readable(
    some: list[TrainingProduct], source: PictureSource
) -> Iterator[tuple[TrainingProduct, Image.Image]]:
    for product in some:
        try:
            yield product, source.open(product.id)
        except Exception:  # noqa: S112 - Pillow raises many kinds; `products` counts the rest
            continue


def _by_picture(gallery: Gallery, pictures: torch.Tensor) -> dict[str, float]:
    nearest = neighbours(pictures)
    return {
        f"{name}_i2i_p10": neighbour_precision(nearest, gallery.values(name)) for name in JUDGED
    }


def _by_words(encoder: Encoder, gallery: Gallery, pictures: torch.Tensor) -> dict[str, float]:
    """Bare attribute values as queries, and colours named by the nearest value."""
    figures: dict[str, float] = {}
    for name in JUDGED:
        labels = gallery.values(name)
        values = sorted(set(labels) - {""})
        similar = torch.from_numpy(encoder.encode_texts(values)) @ pictures.T
        found, cap = value_precision(similar, values, labels)
        figures |= {f"{name}_t2i_p10": found, f"{name}_t2i_p10_cap": cap}
        if name == "baseColour":
            named = [values[at] for at in similar.argmax(0)]
            figures["baseColour_top1"] = float(
                np.mean([a == b for a, b in zip(named, labels, strict=True)])
            )
    return figures
