"""Figures of an encoder on products with pictures and names."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

if TYPE_CHECKING:
    from recommender.encoder import Encoder

SHEETS = (".png", ".jpg")


class Command(BaseCommand):
    help = (
        "Measure an encoder: names to pictures, pictures to pictures, beside floors; and draw "
        "what it finds, to judge by eye."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--images", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--model", metavar="NAME", help="as in ENCODER, which is the default")
        parser.add_argument("--limit", type=int, default=0, help="only the first N products")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the products that a training with this validation_percent kept out",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="print one JSON object")
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

    def handle(self, *args: Any, **options: Any) -> None:
        figures = rounded(self.measured(options))
        self.stdout.write(json.dumps(figures) if options["json"] else "\n".join(lines(figures)))

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import EncoderUnavailable, load_encoder

        try:
            return measure(load_encoder(options["model"]), options)
        except (EncoderUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error


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


def refuse_unwritable(sheet: Path | None) -> None:
    if sheet and sheet.suffix.lower() not in SHEETS:
        raise ValueError(f"--sheet {sheet}: a name that ends in {' or '.join(SHEETS)}, please")
    if sheet and not sheet.parent.is_dir():
        raise ValueError(f"--sheet {sheet}: there is no folder {sheet.parent}")


def rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round_off(value) for name, value in figures.items()}


def round_off(value: Any) -> Any:
    if isinstance(value, dict):
        return rounded(value)
    return round(value, 4) if isinstance(value, float) else value


def lines(figures: dict[str, Any], under: str = "") -> list[str]:
    """One figure a line, those of a floor under its name."""
    out: list[str] = []
    for name, value in figures.items():
        nested = isinstance(value, dict)
        out += lines(value, f"{under}{name}.") if nested else [f"{under + name:34} {value}"]
    return out
