"""Reads the garments' colours off photos, instead of waiting until a worker has done it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from catalog.colour_reading import read_batch
from catalog.models import ProductImage


class Command(BaseCommand):
    help = (
        "Read the colours of photos that have none yet, those included that were given up. Stops "
        "and starts wherever it likes, and shares the work with workers and with itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="read every photo anew")

    def handle(self, *args: Any, **options: Any) -> None:
        photos = ProductImage.objects.all()
        asked = photos if options["again"] else photos.filter(colours_tries__gt=0)
        asked.read_colours_again()
        claimed = read = 0
        with tqdm(total=photos.colours_due().count(), desc="reading", unit="photo") as bar:
            while (outcome := read_batch()).claimed:
                claimed, read = claimed + outcome.claimed, read + outcome.read
                bar.update(outcome.claimed)
        self.stdout.write(f"Colours read off {read:,} photos.")
        if claimed > read:
            self.stdout.write(f"{claimed - read:,} photos could not be read: the log says why.")
