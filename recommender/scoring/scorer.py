"""How probable it is that a person would call two garments similar.

A logistic regression over `features`, then an intercept and a slope for each product type, which
are drawn to the global ones the less is known of the type. The weights belong to one encoder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from recommender.encoder_identity import SHIPPED, encoder_version
from recommender.ranking.candidates import Candidate
from recommender.scoring.features import NAMES, Tellers, pair_features
from recommender.scoring.tellers import Teller

WEIGHTS = Path(__file__).resolve().parent / "weights"
FILE = "substitutes.npz"
#: Intercept and slope of the log odds over the cosine: for an encoder that nothing was learned of.
BY_COSINE = (-8.0, 10.0)


@dataclass(frozen=True)
class Calibration:
    intercept: float = 0.0
    slope: float = 1.0


@dataclass(frozen=True)
class Scorer:
    encoder: str  # the version whose vectors it was learned of; "" for none
    coefficients: np.ndarray  # (features,) float64
    intercept: float
    by_cosine: tuple[float, float] = BY_COSINE
    tellers: Tellers | None = None  # None: by cosine alone
    types: Mapping[str, Calibration] = field(default_factory=dict)  # by the type's name
    least: Mapping[str, float] = field(default_factory=dict)  # cosine, by name; "" for the others
    precision: float = 0.0  # for which `least` was chosen, 0 to 1
    stops: Mapping[str, tuple[tuple[float, float, float], ...]] = field(default_factory=dict)

    @staticmethod
    def shipped(encoder: str | None = None) -> Scorer:
        """For the version of an encoder, the shipped one where none is named. By cosine alone
        where nothing was learned of its vectors."""
        return scorer_for(encoder or encoder_version(SHIPPED)[0])

    def probability(
        self, wanted: Candidate, candidates: Sequence[Candidate], type_name: str = ""
    ) -> np.ndarray:
        """(n,) float64, 0 to 1; `type_name` is the wanted garment's."""
        if not candidates:
            return np.zeros(0)
        if self.tellers is None:
            cosines = np.array([each.similarity for each in candidates])
            return sigmoid(self.by_cosine[0] + self.by_cosine[1] * cosines)
        features = pair_features(wanted, candidates, self.tellers)
        return self.calibrated(features @ self.coefficients + self.intercept, type_name)

    def calibrated(self, log_odds: np.ndarray, type_name: str) -> np.ndarray:
        own = self.types.get(type_name, Calibration())
        return sigmoid(own.intercept + own.slope * log_odds)

    def parts(self, wanted: Candidate, candidate: Candidate) -> dict[str, float]:
        """What each feature adds to the log odds, by its name: for people who ask why."""
        if self.tellers is None:
            return {"cosine": self.by_cosine[1] * candidate.similarity}
        features = pair_features(wanted, [candidate], self.tellers)[0]
        return dict(zip(NAMES, (features * self.coefficients).tolist(), strict=True))

    def precision_above(self, cosine: float, type_name: str) -> float:
        """The share of a type's pairs from this cosine on that were similar; 0 if not measured."""
        stops = self.stops.get(type_name, self.stops.get("", ()))
        return next((share for stop, share, _ in reversed(stops) if stop <= cosine), 0.0)

    def save(self, folder: Path) -> Path:
        """Into its file in that folder, which is made. Raises ValueError without tellers."""
        if self.tellers is None:
            raise ValueError("a scorer by cosine alone has nothing to keep")
        folder.mkdir(parents=True, exist_ok=True)
        facts = {
            "encoder": self.encoder,
            "features": NAMES,
            "intercept": self.intercept,
            "by_cosine": self.by_cosine,
            "colours": self.tellers.colour.names,
            "uses": self.tellers.use.names,
            "types": {name: [own.intercept, own.slope] for name, own in self.types.items()},
            "least": dict(self.least),
            "precision": self.precision,
            "stops": {name: list(rows) for name, rows in self.stops.items()},
        }
        kept: dict[str, Any] = {
            "facts": np.array(json.dumps(facts)),
            "coefficients": self.coefficients,
            **arrays("colour", self.tellers.colour),
            **arrays("use", self.tellers.use),
        }
        np.savez_compressed(folder / FILE, **kept)
        return folder / FILE


def sigmoid(log_odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(log_odds, -40, 40)))


def arrays(name: str, teller: Teller) -> dict[str, np.ndarray]:
    return {
        f"{name}_weights": teller.weights.astype(np.float16),
        f"{name}_bias": teller.bias.astype(np.float16),
    }


def read_scorer(file: Path) -> Scorer:
    """Raises OSError, ValueError or KeyError for a file that is none, or of other features."""
    with np.load(file, allow_pickle=False) as kept:
        facts = json.loads(str(kept["facts"]))
        if tuple(facts["features"]) != NAMES:
            raise ValueError(f"{file} was learned with other features")
        return Scorer(
            encoder=facts["encoder"],
            coefficients=kept["coefficients"].astype(np.float64),
            intercept=facts["intercept"],
            by_cosine=tuple(facts["by_cosine"]),
            tellers=Tellers(
                teller(kept, "colour", facts["colours"]), teller(kept, "use", facts["uses"])
            ),
            types={name: Calibration(*own) for name, own in facts["types"].items()},
            least=facts["least"],
            precision=facts["precision"],
            stops={name: tuple(map(tuple, rows)) for name, rows in facts["stops"].items()},
        )


def teller(kept: Mapping[str, np.ndarray], name: str, names: Sequence[str]) -> Teller:
    weights, bias = (kept[f"{name}_{part}"].astype(np.float32) for part in ("weights", "bias"))
    return Teller(tuple(names), weights, bias)


@lru_cache(maxsize=8)
def scorer_for(encoder: str) -> Scorer:
    """The one learned of that encoder version; by cosine alone where there is none."""
    shipped = read_scorer(WEIGHTS / FILE) if (WEIGHTS / FILE).exists() else None
    if shipped and shipped.encoder == encoder:
        return shipped
    by_cosine = shipped.by_cosine if shipped else BY_COSINE
    return Scorer("", np.zeros(len(NAMES)), 0.0, by_cosine)


def least_of(type_name: str, encoder: str) -> float | None:
    """The cosine from which on garments of that type and one colour look alike; None where
    nothing was learned of the encoder."""
    least = scorer_for(encoder).least
    return least.get(type_name, least.get(""))
