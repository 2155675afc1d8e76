"""From the shop's garments to the score that ships, and its figures on what it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from recommender.scoring.feedback import Feedback, looked_at
from recommender.scoring.scorer import Scorer
from recommender.training.substitute_clicks import clicked_pairs
from recommender.training.substitute_figures import figures
from recommender.training.substitute_fitting import OTHERS, fitted_scorer, rows_of
from recommender.training.substitute_garments import Garment, of_part
from recommender.training.substitute_pairs import drawn_pairs
from recommender.training.substitute_tellers import learned_tellers


@dataclass(frozen=True)
class Trained:
    scorer: Scorer
    report: dict[str, Any]


def train(
    garments: Sequence[Garment],
    encoder: str,
    feedback: Sequence[Feedback] = (),
    precision: float = 0.8,
    seed: int = 7,
) -> Trained:
    """Raises ValueError where there is too little to learn from."""
    taught, fitted, judged = (of_part(garments, part) for part in ("taught", "fitted", "judged"))
    tellers = learned_tellers(taught, seed)
    pairs = drawn_pairs(fitted, seed)
    clicked = clicked_pairs(garments, feedback)
    scorer = fitted_scorer(rows_of([*pairs, *clicked], tellers), tellers, encoder, precision)
    unseen = rows_of(drawn_pairs(judged, seed), tellers)
    report = {
        "encoder": encoder,
        "products": {"taught": len(taught), "fitted": len(fitted), "judged": len(judged)},
        "clicked_pairs": len(clicked),
        "looked_at": {str(place): round(rate, 3) for place, rate in looked_at(feedback).items()},
        "precision": precision,
        "least": scorer.least[OTHERS],
        "types": len(scorer.least),
        "imprecise": imprecise(scorer),
        **figures(scorer, unseen),
    }
    return Trained(scorer, report)


def imprecise(scorer: Scorer) -> dict[str, float]:
    """The types whose threshold is not as precise as was wanted, and how precise it is."""
    reached = {name: scorer.precision_above(least, name) for name, least in scorer.least.items()}
    return {name: share for name, share in sorted(reached.items()) if share < scorer.precision}
