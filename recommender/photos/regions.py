"""From a class for each pixel to pieces with an outline: specks dropped, pairs put together."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from contourpy import FillType, contour_generator
from PIL import Image, ImageDraw

from recommender.photos.classes import BACKGROUND, CLASSES, GARMENTS

Box = tuple[float, float, float, float]
Ring = np.ndarray
"""(n, 2) float, places across and down as shares 0..1 of the photo."""

SPECK = 0.0012
"""Share of the photo below which a piece is noise; accessories are small, and go to a quarter."""
PART = 0.12
"""Share of the largest piece below which another of the same garment is noise."""
LEAST_SURE, LEAST_SURE_SMALL = 0.5, 0.65
"""Confidence below which a garment is left out; accessories need more, half of them are none."""
SINGLY = ("bag", "accessory")
"""Two of these on one person are two garments; two shoes or halves of an open coat are one."""
MOST_POINTS = 90


@dataclass(frozen=True)
class Piece:
    """One connected part of a class. rings: the outer one, then holes. area: share of the photo."""

    kind: str
    rings: tuple[Ring, ...]
    area: float


@dataclass(frozen=True)
class Region:
    """A garment's pieces. mask: (h, w) bool. person: (top, bottom) of who wears it, as shares."""

    kind: str
    pieces: tuple[Piece, ...]
    mask: np.ndarray
    confidence: float
    person: tuple[float, float] | None

    @property
    def area(self) -> float:
        return sum(piece.area for piece in self.pieces)

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        points = np.concatenate([piece.rings[0] for piece in self.pieces])
        (left, top), (right, bottom) = points.min(0), points.max(0)
        return float(left), float(top), float(right), float(bottom)


def regions(probabilities: np.ndarray) -> list[Region]:
    """(classes, h, w), summing to one over classes -> what is worn, surest and largest first."""
    people = [piece.rings for piece in pieces("", 0.5 - probabilities[0]) if piece.area > SPECK]
    size = probabilities.shape[:0:-1]
    owner = _numbered(people, size)
    groups: dict[object, list[Piece]] = defaultdict(list)
    for kind in GARMENTS:
        least = SPECK / 4 if kind == "accessory" else SPECK
        for piece in pieces(kind, lead(probabilities, kind)):
            if piece.area >= least:
                groups[_group(piece, owner, size)].append(piece)
    found = [_region(group, probabilities, owner, people) for group in groups.values()]
    sure = [region for region in found if region.confidence >= _least_sure(region.kind)]
    return sorted(sure, key=lambda region: -region.confidence * region.area)


def _least_sure(kind: str) -> float:
    return LEAST_SURE_SMALL if kind == "accessory" else LEAST_SURE


def lead(probabilities: np.ndarray, kind: str) -> np.ndarray:
    """(h, w), by how much a class leads over the next likely one; positive where it wins."""
    at = CLASSES.index(kind)
    return probabilities[at] - np.delete(probabilities, at, 0).max(0)


def pieces(kind: str, level: np.ndarray) -> Iterator[Piece]:
    """The connected parts of a field (h, w) above nought, drawn between pixels."""
    height, width = level.shape
    # A rim below nought closes what runs out of the photo.
    walled = np.pad(level.astype(np.float64), 1, constant_values=-1e-6)
    generator = contour_generator(z=walled, fill_type=FillType.OuterOffset)
    filled: Any = generator.filled(0, np.inf)  # its type depends on fill_type
    found, offsets = filled
    for points, ends in zip(found, offsets, strict=True):
        shares = np.clip((points - 0.5) / (width, height), 0, 1)
        rings = tuple(shares[a:b] for a, b in itertools.pairwise(ends))
        yield Piece(kind, rings, _area(rings))


def drawn(rings: Sequence[Ring], size: tuple[int, ...]) -> np.ndarray:
    """Rings, the outer one first, filled: (height, width) bool; size: (width, height)."""
    canvas = Image.new("1", (size[0], size[1]))
    pen = ImageDraw.Draw(canvas)
    for at, ring in enumerate(rings):
        if len(ring) > 2:
            pen.polygon([tuple(p) for p in (ring * size - 0.5)], fill=0 if at else 1)
    return np.asarray(canvas)


def outline(piece: Piece) -> tuple[tuple[float, float], ...]:
    """The outer ring with as many points as a page wants to draw."""
    ring = piece.rings[0][:-1]
    step = -(-len(ring) // MOST_POINTS)
    return tuple((round(float(x), 4), round(float(y), 4)) for x, y in ring[::step])


def _area(rings: Sequence[Ring]) -> float:
    """Of the first less the others, by the shoelace formula."""
    areas = [abs(_twice_area(ring)) / 2 for ring in rings]
    return areas[0] - sum(areas[1:])


def _twice_area(ring: Ring) -> float:
    x, y = ring.T
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))


def _numbered(people: Sequence[Sequence[Ring]], size: tuple[int, ...]) -> np.ndarray:
    """(h, w) int: 1 on the first person, 2 on the second; 0 on nobody."""
    owner = np.zeros(size[::-1], np.int32)
    for number, rings in enumerate(people, 1):
        owner[drawn(rings, size)] = number
    return owner


def _group(piece: Piece, owner: np.ndarray, size: tuple[int, ...]) -> object:
    """What pieces of one garment have in common."""
    if piece.kind in SINGLY:
        return id(piece)
    return piece.kind, _owner_of(drawn(piece.rings, size), owner)


def _owner_of(mask: np.ndarray, owner: np.ndarray) -> int:
    return int(np.bincount(owner[mask]).argmax()) if mask.any() else 0


def _region(
    group: Sequence[Piece],
    probabilities: np.ndarray,
    owner: np.ndarray,
    people: Sequence[Sequence[Ring]],
) -> Region:
    largest = max(piece.area for piece in group)
    kept = tuple(piece for piece in group if piece.area >= PART * largest)
    size = owner.shape[::-1]
    # Rings run between pixels; filled, they reach a little over what they go round.
    mask = np.logical_or.reduce([drawn(piece.rings, size) for piece in kept])
    mask &= lead(probabilities, kept[0].kind) > 0
    sure = probabilities[CLASSES.index(kept[0].kind)][mask]
    number = _owner_of(mask, owner)
    person = _span(people[number - 1][0]) if number else None
    return Region(kept[0].kind, kept, mask, float(sure.mean()) if mask.any() else 0.0, person)


def _span(ring: Ring) -> tuple[float, float]:
    return float(ring[:, 1].min()), float(ring[:, 1].max())


def foreground(probabilities: np.ndarray) -> np.ndarray:
    """(h, w) bool: skin and whatever is worn."""
    return probabilities[CLASSES.index(BACKGROUND)] < 0.5
