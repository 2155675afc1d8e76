"""Figures of a search with photos: consumers' pictures against a gallery of products."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from tqdm import tqdm

from recommender.encoder_identity import photo_encoder
from recommender.management.figures import FiguresCommand

if TYPE_CHECKING:
    from recommender.encoder import Encoder

#: As in recommender/training/photo_search.py, which imports torch.
MODES = ("raw", "crop", "cutout")


class Command(FiguresCommand):
    help = (
        "Measure how often a consumer's photo finds the product in it: the whole photo, also its "
        "garments as crops, and cut out, all views of it together; beside floors."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--gallery", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--queries", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument(
            "--matches", required=True, type=Path, metavar="CSV",
            help="columns query and gallery, a row for each true pair",
        )  # fmt: skip
        parser.add_argument(
            "--mode", choices=MODES, help="how queries are shown; all, if not given"
        )
        parser.add_argument(
            "--model", metavar="NAME",
            help="as in ENCODER; by default what sees the photos of a new shop (PHOTO_ENCODER)",
        )  # fmt: skip

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.encoder import load_encoder

        name = options["model"] or photo_encoder(settings.ENCODER, settings.PHOTO_ENCODER)
        return measure(load_encoder(name), options)


def measure(encoder: Encoder, options: dict[str, Any]) -> dict[str, Any]:
    """By mode; where one was named, its figures stand at the top as well."""
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
            queries = sight(encoder.encode_images, photos, sorted(pairs), CUTS[mode], bar.update)
        found[mode] = figures(queries, gallery, pairs)
    named = found[options["mode"]] if options["mode"] else {}
    counts = {"queries": found[mode]["queries"], "gallery": len(gallery.ids)}
    return {**found, **counts, **named}


def progress(total: int, what: str) -> tqdm:
    return tqdm(total=total, desc=what, unit="picture", mininterval=1)
