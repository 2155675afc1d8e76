"""A sheet of pictures to judge substitutes by eye: the sold-out garment, then its answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from catalog.models import Product, Variant
from recommender.indexing import open_cover
from recommender.substitutes import Substitute

CELL = (170, 226)  # width, height of a picture, px
CAPTION = 34  # px under each picture
INK, GROUND, RULE = "#222222", "#ffffff", "#c0392b"

Row = tuple[Variant, Sequence[Substitute]]


def draw_sheet(rows: Sequence[Row], file: Path, answers: int = 6) -> None:
    """Write a picture with one row per sold-out variant and up to `answers` substitutes each."""
    width, height = CELL[0] * (answers + 1), (CELL[1] + CAPTION) * len(rows)
    sheet = Image.new("RGB", (width, height), GROUND)
    for line, (variant, substitutes) in enumerate(rows):
        top = line * (CELL[1] + CAPTION)
        draw_cell(sheet, 0, top, variant.product, f"sold out in {variant.size}")
        for column, found in enumerate(substitutes[:answers], 1):
            caption = f"{found.similarity:.2f} {found.reason}"
            draw_cell(sheet, column * CELL[0], top, found.product, caption)
    pen = ImageDraw.Draw(sheet)
    pen.line([(CELL[0] - 1, 0), (CELL[0] - 1, height)], fill=RULE, width=3)
    sheet.save(file)


def draw_cell(sheet: Image.Image, left: int, top: int, product: Product, caption: str) -> None:
    picture = picture_of(product)
    picture.thumbnail((CELL[0] - 12, CELL[1] - 8))
    sheet.paste(picture, (left + (CELL[0] - picture.width) // 2, top + 4))
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(11)
    pen.text((left + 6, top + CELL[1]), product.title[:28], fill=INK, font=font)
    said = caption.replace("€", "EUR ")  # Pillow's own font has no euro sign
    pen.text((left + 6, top + CELL[1] + 14), said[:30], fill=INK, font=font)


def picture_of(product: Product) -> Image.Image:
    if product.cover is None:
        return Image.new("RGB", CELL, "#eeeeee")
    return open_cover(product.cover.image.name)
