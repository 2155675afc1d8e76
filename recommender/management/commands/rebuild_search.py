"""manage.py rebuild_search: the read model of searches, made anew."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from recommender.product_search import ProductSearch
from recommender.search import rebuilding


class Command(BaseCommand):
    help = "Make product_search and its indexes anew from the catalogue and the vectors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--concurrently",
            action="store_true",
            help="keep the shop open: slower, but nobody waits",
        )

    def handle(self, *args: Any, concurrently: bool, **options: Any) -> None:
        begun = time.monotonic()
        make = rebuilding.rebuild_concurrently if concurrently else rebuilding.rebuild
        indexes = make(self.say)
        rows = ProductSearch.objects.count()
        self.stdout.write(
            f"{rows} rows, {len(indexes)} indexes in {time.monotonic() - begun:.1f} s"
        )

    def say(self, done: int, of: int) -> None:
        if done == of or done % 5_000 == 0:
            self.stderr.write(f"{done} of {of} products")
