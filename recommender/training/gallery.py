"""Products whose picture could be read, and what an encoder and the floors see in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from PIL import Image

from recommender.encoder import Encoder
from recommender.training.floors import FLOORS, unit_rows
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct

BATCH = 64
Advance = Callable[[int], Any]
Pictures = list[tuple[str, Image.Image]]  # with the product's id


@dataclass
class Gallery:
    """Products, the (n, d) unit rows of their pictures, and each floor's (n, e) unit rows."""

    products: list[TrainingProduct]
    vectors: torch.Tensor
    floors: dict[str, torch.Tensor]
    seconds: float  # for decoding and encoding, the floors not counted

    def values(self, attribute: str) -> list[str]:
        return [getattr(product, attribute) for product in self.products]


@dataclass
class Seen:
    """What was seen so far: ids in the order of the rows."""

    ids: list[str] = field(default_factory=list)
    rows: list[np.ndarray] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def vectors(self) -> torch.Tensor:
        return torch.from_numpy(np.concatenate(self.rows))


def gallery_of(
    encoder: Encoder,
    products: list[TrainingProduct],
    source: PictureSource,
    advance: Advance = lambda done: None,
) -> Gallery:
    """advance: told how many products more are encoded.

    Raises NoPictures where fewer than two products have a readable picture.
    """
    floors: dict[str, list[np.ndarray]] = {name: [] for name in FLOORS}

    def measure(pictures: Pictures) -> None:
        for name, rows in floors.items():
            rows.extend(FLOORS[name](picture) for _, picture in pictures)

    seen = look(encoder, [product.id for product in products], source, advance, measure)
    if len(seen.ids) < 2:
        raise NoPictures(f"{source.path}: fewer than two products have a readable picture")
    of = {product.id: product for product in products}
    return Gallery(
        products=[of[product_id] for product_id in seen.ids],
        vectors=seen.vectors,
        floors={name: unit_rows(rows) for name, rows in floors.items()},
        seconds=seen.seconds,
    )


def look(
    encoder: Encoder,
    ids: Sequence[str],
    source: PictureSource,
    advance: Advance = lambda done: None,
    also: Callable[[Pictures], None] = lambda pictures: None,
) -> Seen:
    """Encode the readable pictures of these products. also: shown each batch, off the clock."""
    seen = Seen()
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        began = time.perf_counter()
        pictures = list(readable(some, source))
        if pictures:
            seen.rows.append(encoder.encode_images([picture for _, picture in pictures]))
        seen.seconds += time.perf_counter() - began
        seen.ids.extend(product_id for product_id, _ in pictures)
        also(pictures)
        advance(len(some))
    return seen


def readable(ids: Sequence[str], source: PictureSource) -> Iterator[tuple[str, Image.Image]]:
    for product_id in ids:
        try:
            if product_id in source:
                yield product_id, source.open(product_id)
        except Exception:  # noqa: S112 - Pillow raises many kinds; `products` counts the rest
            continue
