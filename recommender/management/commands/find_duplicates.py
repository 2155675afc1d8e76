"""Products that show the same picture, found for a merchandiser to look at."""

from __future__ import annotations

import json
import random
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.models import Product
from recommender.duplicates.finding import Found, find_duplicates
from recommender.duplicates.measuring import measured, samples
from recommender.encoder_identity import EncoderUnavailable


class Command(BaseCommand):
    help = (
        "Find products that show one picture: resized, cropped, mirrored, pressed, framed or "
        "stamped, but of one colour. They wait in the admin, under near-duplicates."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--measure", type=Path, metavar="DIR_OR_ZIP",
            help="instead, change these pictures in known ways and tell how many are found again",
        )  # fmt: skip
        parser.add_argument("--products", type=int, default=2000, help="so many of them (2000)")
        parser.add_argument("--seed", type=int, default=5, help="draws them")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["measure"]:
            return self.measure(options)
        found = find_duplicates(self.stderr.write)
        if options["json"]:
            facts = asdict(found) | {"seconds": round(found.seconds, 1)}
            return self.stdout.write(json.dumps(facts))
        return self.stdout.write(told(found))

    def measure(self, options: dict[str, Any]) -> None:
        # They load torch, which takes its time.
        from recommender.encoder import load_encoder
        from recommender.training.pictures import PictureSource

        try:
            source = PictureSource(options["measure"])
            ids = source.ids()
            random.Random(options["seed"]).shuffle(ids)  # noqa: S311 - a sample, no secret
            pictures = ((each, source.open(each)) for each in ids[: options["products"]])
            figures, wrong = measured(*samples(pictures, load_encoder().encode_images))
        except (EncoderUnavailable, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        for one, other in wrong[:50]:
            self.stderr.write(f"Wrongly put together: {one}, {other}")
        lines = (f"{name}: {figure}" for name, figure in figures.items())
        self.stdout.write(json.dumps(figures) if options["json"] else "\n".join(lines))


def told(found: Found) -> str:
    products = Product.objects.in_bulk([key for group in found.groups for key in group])
    named = [
        "; ".join(f"{products[key].external_id} {products[key].title}" for key in group)
        for group in found.groups
    ]
    last = (
        f"{found.products} covers, {found.compared} pairs compared, {len(found.groups)} groups of "
        f"one picture, {found.new} pairs new to be looked at, in {found.seconds:.0f} seconds."
    )
    return "\n".join([*named, last])
