"""How well the same picture is found again, on pictures changed in known ways.

Each picture drawn comes as it is, once by each transform, and once dyed another colour. What is
right is known: the transforms belong to their picture, the dyed one does not. Two products of the
file may show one picture from the start: they do where, cut to the garment, hardly a pixel
differs, which is told without what is measured here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from typing import Any

import numpy as np
from PIL import Image

from catalog.colours.lab import to_lab
from recommender.duplicates.candidates import by_hash, by_vector
from recommender.duplicates.fingerprint import Fingerprint, box_of, fingerprint
from recommender.duplicates.grouping import groups, same_pictures
from recommender.duplicates.transforms import SAME, recoloured

ORIGINAL, DYED = "original", "dyed"
#: Mean difference in CIELAB of two garments, cut out and brought to 64 x 64, up to which they are
#: one picture from the start.
ALIKE = 2.0
AT_ONCE = 8  # products
WHITE = 244  # of 255, from which on all three make a backdrop

Encode = Callable[[list[Image.Image]], np.ndarray]
Wrong = tuple[str, str]


@dataclass(frozen=True)
class Sample:
    """A picture under test: of which product, and what was done to it."""

    product: str
    change: str
    print: Fingerprint
    garment: np.ndarray  # (64, 64, 3) float32 CIELAB


def changed(product: str, image: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    """The picture, each transform of it, and it dyed; by its id, the same each time."""
    dice = random.Random(product)  # noqa: S311 - draws, no secret
    yield ORIGINAL, image
    for name, transform in {**SAME, DYED: recoloured}.items():
        yield name, transform(image, dice)


def samples(
    pictures: Iterable[tuple[str, Image.Image]], encode: Encode
) -> tuple[list[Sample], np.ndarray]:
    """All samples, and (n, d) their unit vectors."""
    found: list[Sample] = []
    rows: list[np.ndarray] = []
    for some in batched(pictures, AT_ONCE):
        versions = [
            (product, *version) for product, image in some for version in changed(product, image)
        ]
        rows.append(encode([image for *_, image in versions]))
        found += [sample(*version) for version in versions]
    return found, np.concatenate(rows)


def batched(pictures: Iterable[tuple[str, Image.Image]], size: int) -> Iterator[list]:
    """itertools.batched, which Python 3.11 lacks."""
    left = iter(pictures)
    while some := list(islice(left, size)):
        yield some


def sample(product: str, change: str, version: Image.Image) -> Sample:
    image = version.convert("RGB")
    is_plain = np.asarray(image).min(-1) > WHITE
    cut = image.crop(box_of(np.logical_not(is_plain))).resize((64, 64))
    return Sample(product, change, fingerprint(version), to_lab(np.asarray(cut)))


class Truth:
    def __init__(self, samples: Iterable[Sample]) -> None:
        self.originals = {each.product: each.garment for each in samples if each.change == ORIGINAL}

    def are_one(self, one: Sample, other: Sample) -> bool:
        if (one.change == DYED) != (other.change == DYED):
            return False
        if one.product == other.product:
            return True
        if one.change == DYED:  # each is dyed by a throw of its own
            return look_alike(one.garment, other.garment)
        return look_alike(self.originals[one.product], self.originals[other.product])


def look_alike(one: np.ndarray, other: np.ndarray) -> bool:
    """one, other: (64, 64, 3) CIELAB."""
    return bool(np.linalg.norm(one - other, axis=-1).mean() <= ALIKE)


def measured(found: list[Sample], vectors: np.ndarray) -> tuple[dict[str, Any], list[Wrong]]:
    """The figures, and the pairs of names ("10003 crop") that were wrongly put together."""
    hashed, near = by_hash([each.print for each in found]), by_vector(vectors)
    same = [pair for pair, _ in same_pictures([each.print for each in found], hashed | near)]
    grouped = groups(same)
    truth = Truth(found)
    pairs = [(found[a], found[b]) for group in grouped for a, b in combinations(group, 2)]
    wrong = [(one, other) for one, other in pairs if not truth.are_one(one, other)]
    figures = {
        "pictures": len(found),
        "compared": len(hashed | near),
        "compared_by_hash": len(hashed),
        "groups": len(grouped),
        "pairs": len(pairs),
        "precision": round(1 - len(wrong) / max(len(pairs), 1), 5),
        **recall(found, grouped),
        "dyed_merged": sum((one.change == DYED) != (other.change == DYED) for one, other in wrong),
        "wrong_pairs": len(wrong),
    }
    return figures, [(name(one), name(other)) for one, other in wrong]


def recall(found: list[Sample], grouped: list[list[int]]) -> dict[str, Any]:
    """Of the transforms, those in one group with their picture; in all, and by transform."""
    group_of = {place: number for number, group in enumerate(grouped) for place in group}
    original = {each.product: at for at, each in enumerate(found) if each.change == ORIGINAL}
    hits, all_of = Counter[str](), Counter[str]()
    for at, each in enumerate(found):
        if each.change in SAME:
            all_of[each.change] += 1
            home = group_of.get(original[each.product], -1)
            hits[each.change] += group_of.get(at, -2) == home
    by_change = {change: round(hits[change] / all_of[change], 4) for change in all_of}
    whole = hits.total() / max(all_of.total(), 1)
    return {"recall": round(whole, 4), "recall_by_transform": by_change}


def name(sample: Sample) -> str:
    return f"{sample.product} {sample.change}"
