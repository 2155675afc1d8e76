"""Reads the garments' colours off photos that were stored before the shop looked at colours."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from PIL import Image
from tqdm import tqdm

from catalog.colours import palette_of, stated_colours
from catalog.models import ProductImage
from catalog.models.photo import rendition_name
from catalog.photos import RENDITION_WIDTHS

BATCH = 200
SMALLEST = min(RENDITION_WIDTHS)


class Command(BaseCommand):
    help = (
        "Read the colours of photos that have none yet. Stops and starts wherever it likes: each "
        "batch is kept as it is done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="read every photo anew")

    def handle(self, *args: Any, **options: Any) -> None:
        photos = ProductImage.objects.order_by("pk")
        if not options["again"]:
            photos = photos.filter(colours__isnull=True)
        read = missing = 0
        with tqdm(total=photos.count(), desc="reading colours", unit="photo") as bar:
            for batch in batches(photos):
                done = [photo for photo in batch if read_colours(photo)]
                ProductImage.objects.bulk_update(done, ["colours"])
                read, missing = read + len(done), missing + len(batch) - len(done)
                bar.update(len(batch))
        self.stdout.write(f"Colours read off {read:,} photos.")
        if missing:
            self.stdout.write(f"{missing:,} photos could not be read: their files are not there.")


def batches(photos: QuerySet[ProductImage]) -> Iterator[list[ProductImage]]:
    """By primary key and not by position: what is done leaves the query as it goes."""
    last = 0
    while batch := list(photos.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def read_colours(photo: ProductImage) -> bool:
    """Whether the photo's file could be read. The file is one this shop encoded itself."""
    name = str(photo.image.name)
    if photo.width > SMALLEST:
        name = rendition_name(name, SMALLEST)
    try:
        with default_storage.open(name) as file, Image.open(file) as picture:
            photo.colours = stated_colours(palette_of(picture))
    except OSError:
        return False
    return True
