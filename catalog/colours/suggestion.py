"""What a product without a stated colour is probably filed under, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from .features import palette_features
from .naming import DATA
from .palette import Palette


@dataclass(frozen=True)
class Suggestion:
    """A base colour, and the share of products for which such a suggestion is right, 0..1."""

    colour: str
    confidence: float


def suggest_colour(palette: Palette) -> Suggestion | None:
    """The likeliest base colour, "Multi" among them; None for an empty palette."""
    return next(iter(likely_colours(palette, 1)), None)


def likely_colours(palette: Palette, most: int = 3) -> list[Suggestion]:
    """The likeliest base colours, best first; none for an empty palette."""
    if not palette:
        return []
    names, probabilities = _judged(palette)
    best = np.argsort(-probabilities)[:most]
    return [Suggestion(names[at], float(probabilities[at])) for at in best]


def _judged(palette: Palette) -> tuple[list[str], np.ndarray]:
    """A network of one hidden layer, as `recommender.training.colours` trains it."""
    net = _network()
    hidden = np.maximum(palette_features(palette) @ net["w1"] + net["b1"], 0)
    logits = hidden @ net["w2"] + net["b2"]
    raised = np.exp(logits - logits.max())
    return list(net["names"]), raised / raised.sum()


@cache
def _network() -> dict[str, np.ndarray]:
    with np.load(DATA / "suggestion.npz") as file:
        return {
            name: file[name] if name == "names" else file[name].astype(np.float32)
            for name in file.files
        }
