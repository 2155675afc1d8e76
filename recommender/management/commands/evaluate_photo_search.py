"""Figures of a search with photos: consumers' pictures against a gallery of products."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from recommender.management.commands.evaluate_encoder import lines, rounded

if TYPE_CHECKING:
    from recommender.encoder import Encoder

#: As in recommender/training/photo_search.py, which imports torch.
MODES = ("raw", "crop", "cutout")


class Command(BaseCommand):
    help = (
        "Measure how often a consumer's photo finds the product in it, with the whole photo, the "
        "crop of its main garment, and that garment cut out; beside floors."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gallery", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--queries", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument(
            "--matches", required=True, type=Path, metavar="CSV",
            help="columns query and gallery, a row for each true pair",
        )  # fmt: skip
        parser.add_argument("--mode", choices=MODES, help="how queries are cut; all, if not given")
        parser.add_argument("--model", metavar="NAME", help="as in ENCODER, which is the default")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        figures = rounded(self.measured(options))
        self.stdout.write(json.dumps(figures) if options["json"] else "\n".join(lines(figures)))

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import EncoderUnavailable, load_encoder
        from recommender.photos.segmenter.loading import SegmenterUnavailable

        try:
            return measure(load_encoder(options["model"]), options)
        except (EncoderUnavailable, SegmenterUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error


def measure(encoder: Encoder, options: dict[str, Any]) -> dict[str, Any]:
    """By mode; where one was named, its figures stand at the top as well."""
    from recommender.encoder.street import photo_vectors
    from recommender.training.photo_pairs import read_pairs
    from recommender.training.photo_search import MODES as CUTS
    from recommender.training.photo_search import figures, sight
    from recommender.training.pictures import PictureSource

    products, photos = PictureSource(options["gallery"]), PictureSource(options["queries"])
    pairs = read_pairs(options["matches"], photos.ids(), products.ids())
    with progress(len(products.ids()), "gallery") as bar:
        gallery = sight(encoder.encode_images, products, products.ids(), advance=bar.update)
    found: dict[str, Any] = {"encoder": encoder.version}
    for mode in [options["mode"]] if options["mode"] else MODES:
        with progress(len(pairs), mode) as bar:
            seen = partial(photo_vectors, encoder)
            queries = sight(seen, photos, sorted(pairs), CUTS[mode], bar.update)
        found[mode] = figures(queries, gallery, pairs)
    named = found[options["mode"]] if options["mode"] else {}
    counts = {"queries": found[mode]["queries"], "gallery": len(gallery.ids)}
    return {**found, **counts, **named}


def progress(total: int, what: str) -> tqdm:
    return tqdm(total=total, desc=what, unit="picture", mininterval=1)
