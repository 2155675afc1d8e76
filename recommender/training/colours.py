"""Learns the tables of `catalog/colours/data` from products whose base colour is known.

Three files: the base colours' CIELAB (medians of their products' main colours), the anchor
colours that garments' pixels cluster round, and the small network that suggests a base colour.
The held-out tenth of products (`is_validation`) takes no part.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from catalog.colours.features import palette_features
from catalog.colours.naming import base_colours
from catalog.colours.palette import Palette, clustered_palette, garment_colours
from recommender.training.gallery import readable
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct

LEAST_PRODUCTS = 5
NO_COLOUR = "Multi"  # a base colour that is no place in CIELAB
COMMON_REACH = 2.0
"""CIEDE2000 that a name gains for each e-fold of products: 1 to 3 measured, 2 kept."""
ANCHORS = 96
PIXELS_A_PICTURE = 6
HIDDEN, ROUNDS, BATCH, RATE, DECAY = 64, 25, 256, 4e-3, 1e-2
Advance = Callable[[int], Any]


@dataclass
class Seen:
    """A product's base colour, its palette, and a few of the garment's pixels, (k, 3) CIELAB."""

    colour: str
    palette: Palette
    pixels: np.ndarray


def seen(
    products: list[TrainingProduct], source: PictureSource, advance: Advance = lambda done: None
) -> list[Seen]:
    """Products with a base colour and a readable picture. Raises NoPictures where none is."""
    draw = np.random.default_rng(0)
    found = list(_seen(products, source, draw, advance))
    if not found:
        raise NoPictures(f"{source.path}: no product with a base colour has a readable picture")
    return found


def _seen(
    products: list[TrainingProduct],
    source: PictureSource,
    draw: np.random.Generator,
    advance: Advance,
) -> Iterator[Seen]:
    for product in products:
        advance(1)
        asked = [product.id] if product.baseColour else []
        for _, picture in readable(asked, source):
            colours, weights = garment_colours(picture)
            some = draw.choice(len(colours), PIXELS_A_PICTURE, p=weights)
            yield Seen(product.baseColour, clustered_palette(colours, weights), colours[some])


def learn(examples: list[Seen], data: Path) -> None:
    """Write the three files into `data`, in the order in which they build on each other."""
    data.mkdir(parents=True, exist_ok=True)
    _write_base_colours(examples, data / "base_colours.csv")
    pixels = np.concatenate([example.pixels for example in examples])
    np.save(data / "anchors.npy", _anchors(pixels).astype(np.float16))
    _write_network(examples, data / "suggestion.npz")


def _write_base_colours(examples: list[Seen], file: Path) -> None:
    counts = Counter(example.colour for example in examples)
    names = sorted(n for n, count in counts.items() if count >= LEAST_PRODUCTS and n != NO_COLOUR)
    most = max(counts.values())
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(["name", "L", "a", "b", "allowance"])
        for name in names:
            mains = [example.palette[0].lab for example in examples if example.colour == name]
            allowance = COMMON_REACH * np.log(counts[name] / most)
            numbers = [*np.median(mains, axis=0), allowance]
            rows.writerow([name, *(f"{number:.2f}" for number in numbers)])


def _anchors(pixels: np.ndarray) -> np.ndarray:
    """(ANCHORS, 3): k-means over the pixels of many garments."""
    draw = np.random.default_rng(0)
    some = torch.from_numpy(draw.permutation(pixels)[:30_000].astype(np.float32))
    centres = some[:ANCHORS].clone()
    for _ in range(15):
        nearest = torch.cdist(some, centres).argmin(1)
        counts = torch.bincount(nearest, minlength=len(centres))[:, None]
        sums = torch.zeros_like(centres).index_add_(0, nearest, some)
        centres = torch.where(counts > 0, sums / counts.clamp_min(1), centres)
    return centres.numpy()


def _write_network(examples: list[Seen], file: Path) -> None:
    references = base_colours.__wrapped__(file.parent)[1]
    rows = [palette_features(example.palette, references) for example in examples]
    features = torch.from_numpy(np.stack(rows))
    counts = Counter(example.colour for example in examples)
    names = sorted(name for name, count in counts.items() if count >= LEAST_PRODUCTS)
    known = [at for at, example in enumerate(examples) if example.colour in names]
    labels = torch.tensor([names.index(examples[at].colour) for at in known])
    network = _trained(features[known], labels, len(names))
    arrays: dict[str, Any] = {"names": np.array(names), **network}
    np.savez_compressed(file, **arrays)


def _trained(features: torch.Tensor, labels: torch.Tensor, names: int) -> dict[str, np.ndarray]:
    """The weights, float16, with the scaling of the features folded into the first layer."""
    torch.manual_seed(0)
    mean, scale = features.mean(0), features.std(0).clamp_min(1e-3)
    first, second = torch.nn.Linear(features.shape[1], HIDDEN), torch.nn.Linear(HIDDEN, names)
    network = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(0.2), second)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = ROUNDS * -(-len(labels) // BATCH)
    pace = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    scaled = (features - mean) / scale
    for _ in range(ROUNDS):
        for some in torch.randperm(len(labels)).split(BATCH):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(network(scaled[some]), labels[some]).backward()
            optimiser.step()
            pace.step()
    with torch.no_grad():
        w1 = (first.weight / scale).T
        weights = {"w1": w1, "b1": first.bias - mean @ w1, "w2": second.weight.T, "b2": second.bias}
        return {name: value.numpy().astype(np.float16) for name, value in weights.items()}
