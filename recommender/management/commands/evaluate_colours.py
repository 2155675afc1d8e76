"""Figures of the base colours told from pictures, with the catalogue's own as truth."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tqdm import tqdm

from recommender.management.figures import FiguresCommand


class Command(FiguresCommand):
    help = "Measure the colours read off pictures against the base colours of a styles file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--confusion", type=Path, metavar="FILE.png", help="draw who is who")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the products that learning with this percentage kept out",
        )  # fmt: skip

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.training.colour_evaluation import figures, judge, save_confusion
        from recommender.training.evaluation import products_to_judge
        from recommender.training.pictures import PictureSource

        products = products_to_judge(options["styles"], options["held_out"], options["limit"])
        with tqdm(total=len(products), desc="reading colours", mininterval=1) as bar:
            found = judge(products, PictureSource(options["images"]), bar.update)
        if options["confusion"]:
            save_confusion(found, options["confusion"])
        return figures(found)
