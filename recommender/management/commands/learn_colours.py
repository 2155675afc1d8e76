"""Learns what the shop's base colours look like, from products whose colour is known."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.colours.naming import DATA


class Command(BaseCommand):
    help = "Learn the tables behind colour names and suggestions (catalog/colours/data)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument("--held-out", type=int, default=10, metavar="PERCENT")
        parser.add_argument(
            "--out", type=Path, default=DATA, metavar="DIR",
            help="where the tables go; the shop reads those in %(default)s",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        from recommender.training.colours import learn, seen
        from recommender.training.pictures import PictureSource
        from recommender.training.products import read_products, split

        try:
            kept, _ = split(read_products(options["styles"]), options["held_out"])
            kept = kept[: options["limit"] or None]
            with tqdm(total=len(kept), desc="reading colours", mininterval=1) as bar:
                examples = seen(kept, PictureSource(options["images"]), bar.update)
            learn(examples, options["out"])
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Learned from {len(examples):,} products: {options['out']}")
