"""`manage.py export_copurchases --out FILE`: what was bought together, for `train_outfits`."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommender.outfits.co_purchases import COLUMNS
from shop.bag.co_purchases import co_purchases


class Command(BaseCommand):
    help = "Write which products were ordered together, and how often, as a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--least", type=int, default=2, metavar="N",
            help="orders that hold both (default %(default)s: one alone could be recognised)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with options["out"].open("w", newline="", encoding="utf-8") as file:
                rows = list(co_purchases(options["least"]))
                csv.writer(file).writerows([COLUMNS, *rows])
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(rows):,} pairs of products: {options['out']}")
