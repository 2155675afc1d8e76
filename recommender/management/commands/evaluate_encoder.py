"""Figures of an encoder on products with pictures and names."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm


class Command(BaseCommand):
    help = "Measure an encoder: names to pictures, pictures to pictures, beside floors."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--model", metavar="NAME", help="as in ENCODER, which is the default")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the products that a training with this validation_percent kept out",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = rounded(self.measured(options))
        self.stdout.write(json.dumps(figures) if options["json"] else "\n".join(lines(figures)))

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import EncoderUnavailable, load_encoder
        from recommender.training.evaluation import evaluate, products_to_judge
        from recommender.training.pictures import PictureSource

        try:
            products = products_to_judge(options["styles"], options["held_out"], options["limit"])
            source = PictureSource(options["images"])
            with tqdm(total=len(products), desc="encoding", unit="product", mininterval=1) as bar:
                return evaluate(load_encoder(options["model"]), products, source, bar.update)
        except (EncoderUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round_off(value) for name, value in figures.items()}


def round_off(value: Any) -> Any:
    if isinstance(value, dict):
        return rounded(value)
    return round(value, 4) if isinstance(value, float) else value


def lines(figures: dict[str, Any], under: str = "") -> list[str]:
    """One figure a line, those of a floor under its name."""
    out: list[str] = []
    for name, value in figures.items():
        nested = isinstance(value, dict)
        out += lines(value, f"{under}{name}.") if nested else [f"{under + name:34} {value}"]
    return out
