"""How well base colours are told from pictures, with the catalogue's own as truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from catalog.colours import base_colour, likely_colours, palette_of
from recommender.training.gallery import readable
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct

Advance = Callable[[int], Any]
SURE = (0.5, 0.6, 0.7, 0.8, 0.9)
CELL, LEFT, TOP = 22, 130, 130
SHOWN = 24
"""Colours in the confusion picture: the most frequent ones."""


@dataclass(frozen=True)
class Judged:
    """A product's own base colour, the name nearest to its main colour, the likeliest three."""

    truth: str
    nearest: str
    likely: tuple[str, ...]
    confidence: float


def judge(
    products: list[TrainingProduct], source: PictureSource, advance: Advance = lambda done: None
) -> list[Judged]:
    """Products with a base colour and a readable picture. Raises NoPictures where none is."""
    found = []
    for product in products:
        advance(1)
        asked = [product.id] if product.baseColour else []
        found += [judged(product.baseColour, picture) for _, picture in readable(asked, source)]
    if not found:
        raise NoPictures(f"{source.path}: no product with a base colour has a readable picture")
    return found


def judged(truth: str, picture: Image.Image) -> Judged:
    palette = palette_of(picture)
    likely = likely_colours(palette)
    names = tuple(suggestion.colour for suggestion in likely)
    return Judged(truth, base_colour(palette[0].lab), names, likely[0].confidence)


def figures(found: list[Judged]) -> dict[str, Any]:
    """`sure`: per least confidence, the share of products that get a suggestion, and its truth."""
    return {
        "products": len(found),
        "nearest_top1": share(found, lambda one: one.nearest == one.truth),
        "baseColour_top1": share(found, is_right),
        "baseColour_top3": share(found, lambda one: one.truth in one.likely),
        "sure": {f"{least:.1f}": sure(found, least) for least in SURE},
    }


def is_right(one: Judged) -> bool:
    return one.likely[0] == one.truth


def share(found: list[Judged], counts: Callable[[Judged], bool]) -> float:
    return sum(counts(one) for one in found) / len(found) if found else 0.0


def sure(found: list[Judged], least: float) -> dict[str, float]:
    chosen = [one for one in found if one.confidence >= least]
    return {"given": len(chosen) / len(found), "right": share(chosen, is_right)}


def confusion_picture(found: list[Judged]) -> Image.Image:
    """Rows: what the catalogue says; columns: what is suggested; darker is more of the row."""
    names = [name for name, _ in Counter(one.truth for one in found).most_common(SHOWN)]
    pairs = Counter((one.truth, one.likely[0]) for one in found)
    rows = Counter(one.truth for one in found)
    side = CELL * len(names)
    sheet = Image.new("RGB", (LEFT + side + 10, TOP + side + 10), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for at, name in enumerate(names):
        pen.text(
            (LEFT - 6, TOP + CELL * at + 4), f"{name} {rows[name]}", "black", font, anchor="ra"
        )
        _write_upwards(sheet, name, LEFT + CELL * at + 4, font)
        for across, other in enumerate(names):
            part = pairs[name, other] / rows[name]
            _fill(pen, (LEFT + CELL * across, TOP + CELL * at), part, at == across)
    return sheet


def _write_upwards(sheet: Image.Image, text: str, x: int, font: Any) -> None:
    label = Image.new("RGB", (TOP - 8, 16), "white")
    ImageDraw.Draw(label).text((0, 1), text, "black", font)
    sheet.paste(label.rotate(90, expand=True), (x, 4))


def _fill(pen: ImageDraw.ImageDraw, corner: tuple[int, int], part: float, is_right: bool) -> None:
    x, y = corner
    shade = round(255 * (1 - part**0.7))
    colour = (shade, 255 - (255 - shade) // 3, shade) if is_right else (255, shade, shade)
    pen.rectangle((x, y, x + CELL - 2, y + CELL - 2), fill=colour)
    if part >= 0.05:
        ink = "black" if part < 0.6 else "white"
        pen.text((x + CELL // 2, y + 5), f"{part:.0%}"[:-1], ink, ImageFont.load_default(10), "ma")


def save_confusion(found: list[Judged], file: Path) -> None:
    confusion_picture(found).save(file)
