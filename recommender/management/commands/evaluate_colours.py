"""Figures of the base colours told from pictures, with the catalogue's own as truth."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recommender.management.commands.evaluate_encoder import lines, rounded


class Command(BaseCommand):
    help = "Measure the colours read off pictures against the base colours of a styles file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--confusion", type=Path, metavar="FILE.png", help="draw who is who")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the products that learning with this percentage kept out",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        from recommender.training.colour_evaluation import figures, judge, save_confusion
        from recommender.training.evaluation import products_to_judge
        from recommender.training.pictures import PictureSource

        try:
            products = products_to_judge(options["styles"], options["held_out"], options["limit"])
            with tqdm(total=len(products), desc="reading colours", mininterval=1) as bar:
                found = judge(products, PictureSource(options["images"]), bar.update)
            if options["confusion"]:
                save_confusion(found, options["confusion"])
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        told = rounded(figures(found))
        self.stdout.write(json.dumps(told) if options["json"] else "\n".join(lines(told)))
