"""Figures of what finds garments in photos."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from tqdm import tqdm

from recommender.management.figures import FiguresCommand, refuse_unwritable


class Command(FiguresCommand):
    help = (
        "Measure a segmenter on photos with masks (photos/ID.jpg, masks/ID.png, labels.csv): "
        "overlap by class, counted over all pixels, and a core's seconds for a photo."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--photos", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--model", metavar="NAME", help="as in SEGMENTER, which is the default")
        parser.add_argument(
            "--held-out", type=int, default=0, metavar="PERCENT",
            help="only the photos that a training with this validation_percent kept out",
        )  # fmt: skip
        parser.add_argument(
            "--sheet", type=Path, metavar="FILE.png",
            help="draw 24 photos with their true classes and those told",
        )  # fmt: skip

    def measured(self, options: dict[str, Any]) -> dict[str, Any]:
        from recommender.photos.segmenter.loading import load_named
        from recommender.training.segmenter_data import StreetPhotos
        from recommender.training.segmenter_evaluation import draw_sheet, evaluated
        from recommender.training.segmenter_run import split_photos

        refuse_unwritable(options["sheet"])
        segmenter, source = load_named(options["model"]), StreetPhotos(options["photos"])
        ids = (
            split_photos(source.ids, options["held_out"])[1] if options["held_out"] else source.ids
        )
        if not ids:
            raise ValueError(f"{options['photos']}: no photo was kept out")
        with tqdm(total=len(ids), desc="looking", unit="photo", mininterval=1) as bar:
            figures = evaluated(segmenter, source, ids, bar.update)
        if options["sheet"]:
            draw_sheet(segmenter, source, ids, options["sheet"])
        return figures
