"""A picture of completed looks, to judge by eye what goes with what."""

from __future__ import annotations

import random
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from catalog.models import Product, Section
from catalog.money import format_price
from recommender.contact_sheet import EMPTY, Cell, Layout, Word, draw_sheet, wrapped
from recommender.embedding.indexing import open_cover
from recommender.outfits import CompleteLook, complete_looks
from recommender.outfits.slots import UNSEEN, WORN

SHEET = Layout(picture=(150, 150), lines=6, cells=5, abreast=2)


#: Of one thing that is said.
MOST_LINES = 2


class Command(BaseCommand):
    help = "Draw whole looks around products in stock, drawn by seed, each with its reasons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, type=Path, metavar="FILE.png")
        parser.add_argument("--rows", type=int, default=12, help="looks (default %(default)s)")
        parser.add_argument("--seed", type=int, default=7)

    def handle(self, *args: Any, **options: Any) -> None:
        looks = list(drawn_looks(options["rows"], options["seed"]))
        if not looks:
            raise CommandError("There is nothing in stock that makes a look.")
        draw_sheet([list(row(look)) for look in looks], options["out"], SHEET)
        self.stdout.write(f"{len(looks)} looks: {options['out']}")


def drawn_looks(count: int, seed: int) -> Iterator[CompleteLook]:
    """Of products by seed the first look each, passing by those that have none."""
    sections = [section for section in WORN if section != Section.ACCESSORIES]
    products = Product.objects.active().in_stock().filter(product_type__section__in=sections)
    ids = list(products.exclude(product_type__family__in=UNSEEN).order_by("external_id")
               .values_list("pk", flat=True))  # fmt: skip
    random.Random(seed).shuffle(ids)  # noqa: S311 - a sample, no secret
    for pk in ids:
        if count and (found := complete_looks(Product.objects.for_card().get(pk=pk), n=1)):
            count -= 1
            yield found[0]


def row(look: CompleteLook) -> Iterator[Cell]:
    [worn], currency = look.worn, look.currency
    yield cell(worn, [f"Look of {format_price(look.total_with_worn, currency)}", *look.reasons])
    for piece in look.pieces:
        yield cell(piece.product, [piece.reason])


def cell(product: Product, said: list[str]) -> Cell:
    facts = f"{product.gender}, {product.visible_colour}, {product.price}"
    told = [line for words in said for line in wrapped(words, SHEET, MOST_LINES)]
    lines = [[Word(product.title)], *wrapped(facts, SHEET, MOST_LINES), *told]
    return Cell(cover_of(product), lines[: SHEET.lines])


def cover_of(product: Product) -> Image.Image:
    if product.cover is None:
        return Image.new("RGB", SHEET.picture, EMPTY)
    return open_cover(product.cover.image.name)
