"""Learns the score from pairs: the regression, each type's calibration, and the thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recommender.ranking.candidates import Candidate
from recommender.scoring.features import NAMES, Tellers, pair_features
from recommender.scoring.scorer import Calibration, Scorer
from recommender.training.logistic import fit_logistic
from recommender.training.substitute_pairs import Asked, is_clear

#: Of the global coefficients, for features of about one.
PRIOR = 1.0
#: What attributes cannot teach, as a coefficient: of two garments that agree in all of them a
#: person takes the one that looks more alike, whoever makes it. Only very many clicks outdo FIRMLY.
BELIEVED = {"cosine": 4.0, "colours apart": -0.5, "same brand": 0.1, "other brand": 0.0}
FIRMLY = 5_000.0
#: Of a type's own intercept and slope, as telling pairs: with fewer, the global ones win.
TYPE_PRIOR = np.array([20.0, 60.0])
#: Pairs that the global shares count as beside a type's own.
SHRINK = 40.0
#: Cosines a threshold may have. Below, nothing looks alike; above, not even two photos of one.
STOPS = np.round(np.arange(0.40, 0.965, 0.02), 2)
#: Half of all garments of one type and another colour are that much alike (docs/architecture.md):
#: the right colour brings nobody before them who looks less like it, whatever attributes agree.
LOWEST = 0.60
#: The share of the pairs that a threshold cuts off anyway, and at most for the sake of precision. A
#: type of which pictures tell little has no precise threshold, and a shopper would rather see its
#: same colour than nothing.
MAY_LOSE, AT_MOST = 0.05, 0.3
OTHERS = ""


@dataclass(frozen=True)
class Rows:
    """All pairs one below the other."""

    features: np.ndarray  # (n, f)
    similar: np.ndarray
    weights: np.ndarray
    cosines: np.ndarray
    types: np.ndarray  # (n,) names of the wanted garments'
    blind: np.ndarray  # (n,) bool
    on_rung: np.ndarray  # (n,) bool: the threshold decides, for all else agrees as far as is known


def rows_of(pairs: Sequence[Asked], tellers: Tellers) -> Rows:
    """Raises ValueError for no pairs."""
    if not pairs:
        raise ValueError("No pairs: too few products state their colour and use and fit another.")
    many = [len(each.offered) for each in pairs]
    return Rows(
        np.concatenate([pair_features(p.wanted, p.offered, tellers) for p in pairs]),
        np.concatenate([each.similar for each in pairs]),
        np.concatenate([each.weights for each in pairs]),
        np.array([offered.similarity for each in pairs for offered in each.offered]),
        np.repeat([each.type_name for each in pairs], many),
        np.repeat([each.is_blind for each in pairs], many),
        np.array([agrees(each.wanted, one) for each in pairs for one in each.offered]),
    )


def agrees(wanted: Candidate, offered: Candidate) -> bool:
    """Of one type, of one colour as far as is seen, of no other use as far as is said."""
    is_one_type = wanted.product_type_id == offered.product_type_id
    is_for_that = not (wanted.usage and offered.usage) or wanted.usage == offered.usage
    return is_one_type and is_for_that and wanted.colour == offered.colour


def fitted_scorer(rows: Rows, tellers: Tellers, encoder: str, precision: float) -> Scorer:
    whole = with_ones(rows.features)
    found = fit_logistic(whole, rows.similar, rows.weights, *believed())
    by_cosine = fit_logistic(
        with_ones(rows.cosines[:, None]), rows.similar, rows.weights, np.zeros(2), np.full(2, 1e-6)
    )
    scorer = Scorer(
        encoder,
        found[1:],
        float(found[0]),
        (float(by_cosine[0]), float(by_cosine[1])),
        tellers,
        calibrations(rows, whole @ found),
    )
    return with_thresholds(scorer, rows, precision)


def believed() -> tuple[np.ndarray, np.ndarray]:
    """Mean and precision of the prior: of the intercept, then of each coefficient."""
    mean = [0.0, *(BELIEVED.get(name, 0.0) for name in NAMES)]
    precision = [1e-6, *(FIRMLY if name in BELIEVED else PRIOR for name in NAMES)]
    return np.array(mean), np.array(precision)


def with_ones(columns: np.ndarray) -> np.ndarray:
    return np.column_stack([np.ones(len(columns)), columns])


def calibrations(rows: Rows, log_odds: np.ndarray) -> dict[str, Calibration]:
    """Each type's own, as far from the global one as its pairs can prove."""
    found = {}
    for name in np.unique(rows.types):
        mine = rows.types == name
        columns = with_ones(log_odds[mine, None])
        usual = np.array([0.0, 1.0])
        own = fit_logistic(columns, rows.similar[mine], rows.weights[mine], usual, TYPE_PRIOR)
        found[str(name)] = Calibration(float(own[0]), max(float(own[1]), 0.1))
    return found


def with_thresholds(scorer: Scorer, rows: Rows, precision: float) -> Scorer:
    stops = precision_by_stop(rows)
    least = least_of_types(stops, precision)
    return replace(scorer, stops=stops, least=least, precision=precision)


Stops = tuple[tuple[float, float, float], ...]


def precision_by_stop(rows: Rows) -> dict[str, Stops]:
    """By type, and for all others: (cosine, share of those from it on that are clearly similar,
    share of all that are from it on), of pairs that agree as far as is known."""
    usual = shares(rows, rows.on_rung, None)
    found = {OTHERS: usual}
    for name in np.unique(rows.types):
        found[str(name)] = shares(rows, rows.on_rung & (rows.types == name), usual)
    return found


def shares(rows: Rows, chosen: np.ndarray, usual: Stops | None) -> Stops:
    cosines, weights = rows.cosines[chosen], rows.weights[chosen]
    hit = weights * is_clear(rows.similar[chosen])
    found = []
    for place, stop in enumerate(STOPS):
        above = cosines >= stop
        many, hits = weights[above].sum(), hit[above].sum()
        _, believed, left = usual[place] if usual else (0.0, 0.0, 0.0)
        drawn = SHRINK if usual else 0.0
        precise = (hits + drawn * believed) / max(many + drawn, 1e-9)
        kept = (many + drawn * left) / max(weights.sum() + drawn, 1e-9)
        found.append((float(stop), round(float(precise), 4), round(float(kept), 4)))
    return tuple(found)


def first_precise(stops: Stops, precision: float) -> float:
    """The stop that cuts off a few; if too many beyond it are not similar, the first one that is
    precise, unless that cuts off far more."""
    possible = [stop for stop in stops if stop[0] >= LOWEST]
    usual, *_ = max((stop for stop in possible if stop[2] >= 1 - MAY_LOSE), default=possible[0])
    precise = (
        stop for stop, share, kept in possible
        if stop >= usual and share >= precision and kept >= 1 - AT_MOST
    )  # fmt: skip
    return next(precise, usual)


def least_of_types(stops: Mapping[str, Stops], precision: float) -> dict[str, float]:
    return {name: first_precise(told, precision) for name, told in stops.items()}
