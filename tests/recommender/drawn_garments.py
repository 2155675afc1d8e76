"""Garments drawn by seed whose vectors show type, colour and use, for a score to learn from."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import numpy as np

from recommender.ranking.candidates import Candidate
from recommender.training.substitute_garments import Garment

TYPES = ("Shirts", "Skirts", "Shoes")
COLOURS = ("Black", "Red", "Green", "Navy Blue")
USES = ("Casual", "Sports")
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def drawn_garments(count: int, seed: int = 5) -> list[Garment]:
    """Type weighs most in a vector, then cut, which means nothing; colour and use show faintly."""
    draw = np.random.default_rng(seed)
    return [drawn_garment(number, draw) for number in range(count)]


def drawn_garment(number: int, draw: np.random.Generator) -> Garment:
    kind, colour, use = (int(draw.integers(n)) for n in (len(TYPES), len(COLOURS), len(USES)))
    shown = [2.0 * np.eye(len(TYPES))[kind], 0.6 * np.eye(len(COLOURS))[colour]]
    looks = np.concatenate([*shown, 0.6 * np.eye(len(USES))[use], draw.normal(0, 0.5, 6)])
    looks[len(TYPES) : -6] += draw.normal(0, 0.1, len(COLOURS) + len(USES))
    return garment(number, TYPES[kind], COLOURS[colour], USES[use], looks)


def garment(number: int, kind: str, colour: str, use: str, looks: np.ndarray) -> Garment:
    facts = Candidate(
        number, 0, 1.0, TYPES.index(kind), None, Decimal(20), "EUR", LONG_AGO,
        colour=colour, usage=use, vector=(looks / np.linalg.norm(looks)).astype(np.float32),
    )  # fmt: skip
    return Garment(facts, str(number), "Women", kind, "Topwear", colour, "")
