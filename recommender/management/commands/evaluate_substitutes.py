"""How good the substitutes are, measured on products whose type, colour and usage are known."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from tqdm import tqdm

from catalog.models import Product
from recommender.embedding.indexing import open_cover
from recommender.trial.goods import Goods, goods
from recommender.trial.run import Trial, sold_out, try_substitutes
from recommender.trial.scratch_database import scratch_database
from recommender.trial.stocking import stock_up


class Command(BaseCommand):
    help = (
        "Ask for the substitutes of sold-out sizes and measure them: promises broken, and ndcg@5 "
        "with gain 3 for the same type, colour and usage, 2 for the same type and family of "
        "colours, 1 for the same type. With --styles in a scratch database with simulated stock, "
        "where colour and usage of the candidates are hidden for a share of the queries; without, "
        "in this shop as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", type=Path, help="a styles.csv of the Kaggle layout")
        parser.add_argument("--images", type=Path, help="folder or zip of its pictures")
        parser.add_argument("--model", help="the encoder, as in ENCODER; needs --styles")
        parser.add_argument("--queries", type=int, default=1000, help="sold-out sizes asked about")
        parser.add_argument("--seed", type=int, default=7, help="draws stock and queries")
        parser.add_argument(
            "--blind", type=share, default=0.5, help="share asked with hidden colours"
        )
        parser.add_argument("--limit", type=int, help="so many products of the file at most")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["styles"]:
            report = self._in_scratch(options)
        elif options["model"]:
            raise CommandError("--model needs --styles: this shop answers by its own encoder.")
        else:
            report = self._ask(options, blind=0.0)
        self.stdout.write(json.dumps(report) if options["json"] else told(report))

    def _in_scratch(self, options: dict[str, Any]) -> dict[str, Any]:
        encoder = options["model"] or settings.ENCODER
        try:
            with scratch_database(ENCODER=encoder, PHOTO_ENCODER=""):
                stock_up(options["styles"], options["images"], options["seed"], options["limit"])
                return self._ask(options, options["blind"])
        except DatabaseError as error:
            raise CommandError(f"The scratch database failed: {error}") from error

    def _ask(self, options: dict[str, Any], blind: float) -> dict[str, Any]:
        variants = sold_out(options["queries"], options["seed"])
        if not variants:
            raise CommandError("No size of an active product is sold out: nothing to ask about.")
        shop = goods()
        trial = Trial(shop, {"vectors": shop.vectors, "pixels": pixels(shop)})
        with tqdm(desc="Asking", total=len(variants), file=sys.stderr) as bar:
            return try_substitutes(trial, variants, blind, bar.update)


def pixels(shop: Goods) -> np.ndarray:
    """(n, 1200) unit rows: the covers at 20x20; zeros where there is none."""
    from recommender.training.floors import PIXEL_SIDE, pixels20

    out = np.zeros((len(shop.ids), 3 * PIXEL_SIDE**2), dtype=np.float32)
    products = Product.objects.prefetch_related("images").iterator(chunk_size=500)
    for product in tqdm(products, desc="Pixels", total=len(shop.ids)):
        if product.cover:
            row = pixels20(open_cover(product.cover.image.name))
            out[shop.rows[product.pk]] = row / max(float(np.linalg.norm(row)), 1e-6)
    return out


def share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def told(report: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in report.items())
