"""Learns how probable it is that a person would call two garments similar."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from recommender.models import EncoderVersion
from recommender.scoring.feedback import read_feedback
from recommender.scoring.scorer import FILE, WEIGHTS
from recommender.trial.scratch_database import scratch_database
from recommender.trial.stocking import stock_up


class Command(BaseCommand):
    help = (
        "Learn the score of substitutes, the thresholds of each type and the neighbouring types, "
        "from this shop's products; with --styles, the score and the thresholds alone, from "
        "products in a scratch database. Figures are of products that nothing was learned of."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", type=Path, help="a styles.csv of the Kaggle layout")
        parser.add_argument("--images", type=Path, help="folder or zip of its pictures")
        parser.add_argument("--limit", type=int, help="so many products of the file at most")
        parser.add_argument(
            "--feedback", type=Path, metavar="CSV",
            help="what shoppers did, as export_feedback writes it",
        )  # fmt: skip
        parser.add_argument(
            "--out", type=Path, default=WEIGHTS, metavar="DIR",
            help=f"where {FILE} goes; the shop reads the one in %(default)s",
        )  # fmt: skip
        parser.add_argument(
            "--precision", type=float, default=0.8,
            help="the share that are similar, of a type's pairs above its threshold (0.8)",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=7)
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._in_scratch(options) if options["styles"] else self._in_shop(options)
        except (ValueError, OSError, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(report) if options["json"] else told(report))

    def _in_scratch(self, options: dict[str, Any]) -> dict[str, Any]:
        with scratch_database(ENCODER=settings.ENCODER, PHOTO_ENCODER=""):
            stock_up(options["styles"], options["images"], options["seed"], options["limit"])
            return self._learn(options)

    def _in_shop(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.ladder.neighbours import learn_neighbours

        report = self._learn(options)
        return {**report, "neighbours": learn_neighbours()}

    def _learn(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.training.substitute_garments import garments
        from recommender.training.substitute_training import train

        encoder = EncoderVersion.objects.active()
        if encoder is None:
            raise CommandError("The shop has no vectors yet: manage.py embed_products")
        rows = read_feedback(options["feedback"]) if options["feedback"] else []
        goods = garments(encoder)
        trained = train(goods, encoder.version, rows, options["precision"], options["seed"])
        return {**trained.report, "file": str(trained.scorer.save(options["out"]))}


def told(report: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.items())
