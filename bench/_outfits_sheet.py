"""Twelve garments of the shop with what is worn with each, as a picture to judge by eye.

python manage.py shell -c "from bench._outfits_sheet import sheet; sheet('outfits.png')"
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from catalog.models import Product
from recommender.contact_sheet import Cell, Layout, Word, draw_sheet
from recommender.indexing import open_cover
from recommender.outfits import complements_for
from recommender.outfits.completing import WORN_WITH

LAYOUT = Layout(picture=(150, 150), lines=3, cells=5, abreast=2)


def sheet(file: str, rows: int = 12, seed: int = 7) -> None:
    """Drawn by seed from products in stock, so many of each family as a draw gives."""
    worn = Product.objects.active().in_stock().filter(product_type__family__in=WORN_WITH)
    ids = list(worn.order_by("pk").values_list("pk", flat=True))
    drawn = random.Random(seed).sample(ids, rows)
    products = [Product.objects.for_card().get(pk=pk) for pk in drawn]
    draw_sheet([list(row(product)) for product in products], Path(file), LAYOUT)


def row(product: Product) -> Iterator[Cell]:
    yield cell(product, product.usage)
    for complement in complements_for(product):
        yield cell(complement.product, complement.reason)


def cell(product: Product, said: str) -> Cell:
    facts = f"{product.gender}, {product.visible_colour}, {product.price}"
    lines = ([Word(product.title)], [Word(facts)], [Word(said)])
    return Cell(open_cover(product.cover.image.name), lines)
