"""Figures of the outfit scorer on outfits that people put together."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from recommender.management.figures import FiguresCommand
from recommender.outfits.scorer import SHIPPED, read_scorer

if TYPE_CHECKING:
    from recommender.training.outfit_data import Outfit


class Command(FiguresCommand):
    help = (
        "Measure what goes with what. The shipped scorer knows its own training outfits: on these, "
        "only --folds says how it does on others."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--outfits", required=True, type=Path, metavar="FILE.json")
        parser.add_argument("--scorer", type=Path, default=SHIPPED, metavar="FILE.npz")
        parser.add_argument(
            "--folds", type=int, default=0, metavar="N",
            help="learn anew N times, each time judged on the part (by outfit id) left out",
        )  # fmt: skip
        parser.add_argument("--model", metavar="NAME", help="encoder of the cosine floor")
        parser.add_argument("--seed", type=int, default=7)

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import load_encoder
        from recommender.training.outfit_data import read_outfits
        from recommender.training.outfit_evaluation import figures, floors, mean_of

        outfits, seed = read_outfits(options["outfits"]), options["seed"]
        encode = load_encoder(options["model"]).encode_texts
        if options["folds"]:
            parts = cross_validated(outfits, options["folds"])
        else:
            parts = [(outfits, read_scorer(options["scorer"]).score)]
        found = [
            {**figures(asked, score, seed), "floors": floors(asked, encode, seed)}
            for asked, score in parts
        ]
        return {"outfits": len(outfits), "folds": options["folds"], "seed": seed, **mean_of(found)}


def cross_validated(outfits: Sequence[Outfit], folds: int) -> list[tuple[Sequence[Outfit], Any]]:
    """Each part of the outfits with a scorer that learned from all others."""
    from recommender.training.outfit_training import train

    parts: list[tuple[Sequence[Outfit], Any]] = []
    for fold in tqdm(range(folds), desc="learning", unit="fold"):
        asked = [outfit for outfit in outfits if outfit.fold(folds) == fold]
        learned = train([outfit for outfit in outfits if outfit.fold(folds) != fold])
        parts.append((asked, learned.score))
    return parts
