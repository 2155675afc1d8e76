"""Figures of an encoder on products with pictures and names."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from recommender.management.figures import FiguresCommand, refuse_unwritable

if TYPE_CHECKING:
    from recommender.encoder import Encoder


class Command(FiguresCommand):
    help = (
        "Measure an encoder: names to pictures, pictures to pictures, beside floors; and draw "
        "what it finds, to judge by eye."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--model", metavar="NAME", help="as in ENCODER, which is the default")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the products that a training with this validation_percent kept out",
        )  # fmt: skip
        parser.add_argument(
            "--gallery-images", type=Path, metavar="DIR_OR_ZIP",
            help="other pictures of the products: how often one finds the other (cross_size_r1)",
        )  # fmt: skip
        parser.add_argument(
            "--sheet", type=Path, metavar="FILE.png",
            help="draw 24 products with six neighbours, and words with six answers; wrong in red",
        )  # fmt: skip
        parser.add_argument("--seed", type=int, default=7, help="chooses the sheet's products")
        parser.add_argument(
            "--queries", type=Path, metavar="FILE",
            help="the sheet's words, one query a line (recommender/training/queries.txt)",
        )  # fmt: skip

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import load_encoder

        return measure(load_encoder(options["model"]), options)


def measure(encoder: Encoder, options: dict[str, Any]) -> dict[str, Any]:
    """The figures asked for; draws the sheet. Raises ValueError, OSError."""
    from recommender.training.encoder_sheet import DEFAULT_QUERIES, Sheet, read_queries
    from recommender.training.evaluation import (
        cross_size,
        figures,
        pictures_to_search,
        products_to_judge,
    )
    from recommender.training.gallery import gallery_of
    from recommender.training.pictures import PictureSource

    # Everything is opened before the long part begins.
    queries = read_queries(options["queries"] or DEFAULT_QUERIES)
    refuse_unwritable(options["sheet"])
    others = options["gallery_images"] and PictureSource(options["gallery_images"])
    source = PictureSource(options["images"])
    products = products_to_judge(options["styles"], options["held_out"], options["limit"])
    with progress(len(products), "encoding") as bar:
        gallery = gallery_of(encoder, products, source, bar.update)
    found = figures(encoder, gallery)
    if others:
        ids = pictures_to_search(others, options["held_out"])
        with progress(len(ids), "encoding the others") as bar:
            found |= cross_size(encoder, gallery, others, ids, bar.update)
    if options["sheet"]:
        Sheet(encoder, gallery, source).draw(options["sheet"], queries, options["seed"])
    return found


def progress(total: int, what: str) -> tqdm:
    return tqdm(total=total, desc=what, unit="product", mininterval=1)
