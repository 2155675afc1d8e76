"""How well probabilities tell similar pairs from others, beside the cosine alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from recommender.scoring.scorer import Scorer, sigmoid
from recommender.training.substitute_fitting import Rows
from recommender.training.substitute_pairs import is_clear

BINS = 10


def figures(scorer: Scorer, rows: Rows) -> dict[str, Any]:
    """`described`: the shop says what it offers; `blind`: most of that is hidden."""
    told = probabilities(scorer, rows)
    by_cosine = sigmoid(scorer.by_cosine[0] + scorer.by_cosine[1] * rows.cosines)
    return {
        name: {
            "pairs": int(chosen.sum()),
            "similar": round(float(is_clear(rows.similar[chosen]).mean()), 4)
            if chosen.any()
            else None,
            "score": judged(told[chosen], rows.similar[chosen]),
            "cosine": judged(by_cosine[chosen], rows.similar[chosen]),
        }
        for name, chosen in (("described", ~rows.blind), ("blind", rows.blind))
    }


def probabilities(scorer: Scorer, rows: Rows) -> np.ndarray:
    log_odds = rows.features @ scorer.coefficients + scorer.intercept
    told = np.empty(len(log_odds))
    for name in np.unique(rows.types):
        mine = rows.types == name
        told[mine] = scorer.calibrated(log_odds[mine], str(name))
    return told


def judged(told: np.ndarray, similar: np.ndarray) -> dict[str, float | None]:
    if not len(told):
        return {"auc": None, "log_loss": None, "calibration_error": None}
    return {
        "auc": auc(told, similar),
        "log_loss": round(log_loss(told, similar), 4),
        "calibration_error": round(calibration_error(told, similar), 4),
    }


def auc(told: np.ndarray, similar: np.ndarray) -> float | None:
    """How often a clearly similar pair is told likelier than another; a tie counts half.

    None without either.
    """
    _, places, counts = np.unique(told, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    yes = is_clear(similar)
    many, others = int(yes.sum()), int((~yes).sum())
    if not many or not others:
        return None
    return round(float((ranks[yes].sum() - many * (many + 1) / 2) / (many * others)), 4)


def log_loss(told: np.ndarray, similar: np.ndarray) -> float:
    sure = np.clip(told, 1e-6, 1 - 1e-6)
    return float(-(similar * np.log(sure) + (1 - similar) * np.log(1 - sure)).mean())


def calibration_error(told: np.ndarray, similar: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al., 2015)."""
    bins = np.minimum((told * BINS).astype(int), BINS - 1)
    many = np.bincount(bins, minlength=BINS)
    gaps = np.abs(np.bincount(bins, told - similar, BINS))
    return float(gaps.sum() / many.sum())
