"""Train the network that finds garments in photos."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Train a segmenter on photos with masks (photos/ID.jpg, masks/ID.png, labels.csv) and "
        "export it as a folder that SEGMENTER can name. Killed, it goes on with --resume."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--photos", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument("--config", type=Path, metavar="JSON")
        parser.add_argument("--epochs", type=int)
        parser.add_argument("--minutes", type=float, help="training time the run must fit into")
        parser.add_argument(
            "--encoder", type=Path, metavar="DIR",
            help="an exported encoder whose picture tower to begin with (the shipped one)",
        )  # fmt: skip
        parser.add_argument(
            "--begin-from", type=Path, metavar="DIR", help="an exported segmenter to begin with"
        )
        parser.add_argument(
            "--styles", type=Path, metavar="CSV",
            help="with --images: products whose pictures are pasted into some photos, where they "
            "are shown without a wearer",
        )  # fmt: skip
        parser.add_argument("--images", type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument(
            "--resume", action="store_true",
            help="go on with the run in --out, with its own settings, after its last epoch",
        )  # fmt: skip
        parser.add_argument("--threads", type=int, default=0, help="0: as many as torch takes")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            folder = self.trained(options)
        except KeyboardInterrupt as interrupt:
            raise CommandError(
                "Interrupted. The same command with --resume goes on."
            ) from interrupt
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Exported to {folder}. To use it: SEGMENTER={folder.resolve()}")

    def trained(self, options: dict[str, Any]) -> Path:
        from recommender.encoder_identity import SHIPPED_FOLDER
        from recommender.training.segmenter_config import DEFAULT_CONFIG, read_config
        from recommender.training.segmenter_data import StreetPhotos
        from recommender.training.segmenter_training import train_segmenter

        goods = (options["styles"], options["images"])
        if any(goods) and not all(goods):
            raise CommandError("--styles and --images go together.")
        config = read_config(options["config"] or DEFAULT_CONFIG)
        length = {name: options[name] for name in ("epochs", "minutes")}
        given = {name: value for name, value in length.items() if value is not None}
        return train_segmenter(
            StreetPhotos(options["photos"]),
            replace(config, **given),
            options["out"],
            resume=options["resume"],
            encoder=options["encoder"] or SHIPPED_FOLDER,
            begin_from=options["begin_from"],
            goods=goods if all(goods) else None,
            threads=options["threads"],
            report=self.say,
        )

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
