"""Consumer photos of a gallery's products, made: worn in the street, or seen by a poor camera."""

from __future__ import annotations

import csv
import random
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

if TYPE_CHECKING:
    from PIL import Image

    from recommender.training.pictures import PictureSource
    from recommender.training.segmenter_data import StreetPhotos

KINDS = ("worn", "disturbed")


class Command(BaseCommand):
    help = (
        "Make queries for evaluate_photo_search of product pictures: pasted on street photos by "
        "their masks (worn), cropped, blurred, in other light and on other grounds (disturbed)."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--gallery", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--styles", required=True, type=Path, metavar="CSV")
        parser.add_argument("--street", required=True, type=Path, metavar="DIR_OR_ZIP")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR")
        parser.add_argument("--count", type=int, default=200, help="of each kind")
        parser.add_argument("--held-out", type=int, default=10, metavar="PERCENT")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        from recommender.training.pictures import PictureSource
        from recommender.training.products import is_validation, read_products
        from recommender.training.segmenter_data import StreetPhotos

        try:
            gallery = PictureSource(options["gallery"])
            street = StreetPhotos(options["street"])
            kinds = {each.id: each.subCategory for each in read_products(options["styles"])}
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        chance = random.Random(options["seed"])  # noqa: S311 - a test's, not a secret
        kept = [name for name in gallery.ids() if is_validation(name, options["held_out"])]
        chosen = sorted(chance.sample(kept, min(options["count"], len(kept))))
        for kind in KINDS:
            folder = options["out"] / kind
            folder.mkdir(parents=True, exist_ok=True)
            names = []
            for name, picture in made(kind, gallery, street, kinds, chosen, chance):
                picture.save(folder / f"{name}.jpg", quality=90)
                names.append(name)
            write_pairs(options["out"] / f"{kind}.csv", names)
            self.stdout.write(f"{kind}: {len(names)}")


def made(
    kind: str,
    gallery: PictureSource,
    street: StreetPhotos,
    kinds: dict[str, str],
    names: list[str],
    chance: random.Random,
) -> Iterator[tuple[str, Image.Image]]:
    from recommender.training.disturbed import WORN, disturbed, worn_in_the_street

    for name in names:
        product, worn_as = gallery.open(name), kinds.get(name, "")
        if kind == "disturbed":
            yield name, disturbed(product, chance)
        elif worn_as in WORN:
            some = chance.sample(street.ids, min(len(street.ids), 20))
            tries = (worn_in_the_street(product, worn_as, street, one, chance) for one in some)
            if photo := next(filter(None, tries), None):
                yield name, photo


def write_pairs(path: Path, names: list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["query", "gallery"])
        rows.writerows([name, name] for name in names)
