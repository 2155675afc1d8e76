"""`manage.py export_feedback --out feedback.csv`, for `train_substitutes --feedback`."""

from __future__ import annotations

import csv
from dataclasses import astuple
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from recommender.scoring.feedback import COLUMNS
from shop.insight.feedback import feedback


class Command(BaseCommand):
    help = "Write how often each substitute was shown, clicked, bagged and judged, by its place."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="CSV")
        parser.add_argument("--days", type=int, default=settings.EVENT_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with options["out"].open("w", newline="", encoding="utf-8") as file:
            sheet = csv.writer(file)
            sheet.writerow(COLUMNS)
            for count, row in enumerate(feedback(options["days"]), start=1):  # noqa: B007
                sheet.writerow(astuple(row))
        self.stdout.write(f"{count} offers written to {options['out']}.")
