"""`manage.py seed_demo`: the demo catalogue, drawn and written into an empty shop."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from catalog.demo import demo_looks, demo_products
from catalog.importing import SourceRefused
from catalog.importing.demo_shop import fill_shop
from catalog.importing.writer import Written
from catalog.management.commands.import_catalog import row_count
from catalog.models import Product


class Command(BaseCommand):
    help = "Draw the demo catalogue into an empty shop; a shop with products is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=row_count, help="draw that many products at most")

    def handle(self, *args: Any, **options: Any) -> None:
        if Product.objects.exists():
            self.stdout.write("The shop has products already: nothing was drawn.")
            return
        written = self._draw(options["limit"])
        for refusal in written.refusals:
            self.stderr.write(f"{refusal.external_id}: {refusal.reason}")
        self.stdout.write(f"{written.created} products drawn and put into the shop.")

    def _draw(self, limit: int | None) -> Written:
        products = demo_products()[:limit]
        with (
            bar("Drawing the demo catalogue", len(products)) as drawing,
            bar("Preparing its photos", len(products)) as preparing,
        ):
            try:
                return fill_shop(products, demo_looks(), drawing.update, preparing.update)
            except SourceRefused as refused:
                raise CommandError(str(refused)) from refused


def bar(label: str, total: int) -> tqdm:
    return tqdm(desc=label, total=total, unit="picture", file=sys.stderr)
