"""Let an exported encoder be computed in 8-bit integers."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommender.encoder_identity import CONFIG_FILE, EncoderUnavailable


class Command(BaseCommand):
    help = (
        "See on real pictures which numbers occur in an exported encoder, and keep that beside "
        "its weights, so that it is computed in 8-bit integers. Done by training and tuning at "
        "their end; needed for other weights."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the exported encoder")
        parser.add_argument(
            "--images", action="append", required=True, type=Path, metavar="DIR_OR_ZIP",
            help="pictures named ID.jpg; may be given again",
        )  # fmt: skip
        parser.add_argument(
            "--held-out", type=int, default=10, metavar="PERCENT",
            help="products whose pictures are not looked at, as in training (10)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        # torch takes its time; a wrong name of a command need not wait for it.
        from recommender.training.calibration import calibrate

        if not (options["folder"] / CONFIG_FILE).exists():
            raise CommandError(f"{options['folder']} is no exported encoder: no {CONFIG_FILE}")
        try:
            found = calibrate(options["folder"], options["images"], options["held_out"])
        except (EncoderUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(found))
