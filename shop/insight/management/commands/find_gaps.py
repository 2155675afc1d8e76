"""`manage.py find_gaps`: what beat does a spell of each hour, to the end."""

from __future__ import annotations

import math
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from shop.insight.gaps import find_gaps
from shop.insight.models import Gap


class Command(BaseCommand):
    help = "Look for types, by gender and size, of which what is sold out has no good substitute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--seconds", type=float, default=math.inf, help="Stop then; the next run goes on."
        )
        parser.add_argument("--again", action="store_true", help="Those of today as well.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            Gap.objects.update(examined_at=None)
        examined = find_gaps(options["seconds"])
        due = Gap.objects.due().count()
        self.stdout.write(f"{examined} looked into, {due} to go.")
        for gap in Gap.objects.open().select_related("product_type", "size")[:20]:
            self.stdout.write(
                f"{gap}: {gap.badly_served} of {gap.examined} badly served, {gap.sold_out} sold out"
            )
