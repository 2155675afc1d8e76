"""A sheet of pictures to judge by eye: rows of what was asked, then what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

INK, WRONG, GROUND, RULE, EMPTY = "#222222", "#d0021b", "#ffffff", "#8a8a8a", "#eeeeee"
LINE = 13  # px from one line of a caption to the next
MARGIN = 6  # px
GAP = 28  # px between rows that stand beside each other
FONT = ImageFont.load_default(11)
SIGNS = str.maketrans({"€": "EUR ", "“": '"', "”": '"', "’": "'"})

Font = ImageFont.ImageFont | ImageFont.FreeTypeFont
Size = tuple[int, int]  # width, height in px


@dataclass(frozen=True)
class Word:
    text: str
    is_wrong: bool = False


Caption = Sequence[Sequence[Word]]  # lines of words


@dataclass(frozen=True)
class Cell:
    picture: Image.Image
    caption: Caption = ()


@dataclass(frozen=True)
class Layout:
    """Room for a picture in px, lines of a caption, cells in a row, rows beside each other."""

    picture: Size = (170, 226)
    lines: int = 2
    cells: int = 7
    abreast: int = 1

    @property
    def cell(self) -> Size:
        return self.picture[0], self.picture[1] + self.lines * LINE + MARGIN

    @property
    def row_width(self) -> int:
        return self.cell[0] * self.cells

    def size(self, rows: int) -> Size:
        """Of a sheet with so many rows."""
        width = (self.row_width + GAP) * self.abreast - GAP
        return width, self.cell[1] * -(-rows // self.abreast)

    def corner(self, row: int) -> Size:
        line, column = divmod(row, self.abreast)
        return column * (self.row_width + GAP), line * self.cell[1]


def draw_sheet(rows: Sequence[Iterable[Cell]], file: Path, layout: Layout) -> None:
    """Write a picture: each row's first cell is what was asked. Raises OSError, ValueError."""
    sheet = Image.new("RGB", layout.size(len(rows)), GROUND)
    for number, row in enumerate(rows):
        draw_row(sheet, layout.corner(number), row, layout)
    sheet.save(file)


def draw_row(sheet: Image.Image, corner: Size, row: Iterable[Cell], layout: Layout) -> None:
    left, top = corner
    for number, cell in zip(range(layout.cells), row, strict=False):
        draw_cell(sheet, (left + number * layout.cell[0], top), cell, layout)
    edge = left + layout.cell[0] - 1
    ImageDraw.Draw(sheet).line([(edge, top), (edge, top + layout.cell[1])], fill=RULE, width=3)


def draw_cell(sheet: Image.Image, corner: Size, cell: Cell, layout: Layout) -> None:
    (left, top), (width, height) = corner, layout.picture
    picture = ImageOps.contain(cell.picture, (width - 2 * MARGIN, height - 2 * MARGIN))
    sheet.paste(picture, (left + (width - picture.width) // 2, top + MARGIN))
    for number, words in enumerate(cell.caption):
        at = (left + MARGIN, top + height + number * LINE)
        draw_words(sheet, at, words, width - MARGIN)


def draw_words(sheet: Image.Image, corner: Size, words: Sequence[Word], width: int) -> None:
    """One line, cut where the cell ends."""
    pen, (left, top) = ImageDraw.Draw(sheet), corner
    end = left + width - MARGIN
    for word in words:
        text = shortened(plain(word.text), end - left)
        pen.text((left, top), text, fill=WRONG if word.is_wrong else INK, font=FONT)
        left += round(FONT.getlength(f"{text}  "))


def wrapped(text: str, layout: Layout, lines: int) -> list[Sequence[Word]]:
    """As lines of a caption, `lines` at most; what does not fit is cut off the last."""
    width = layout.picture[0] - 2 * MARGIN
    broken = broken_lines(text, FONT, width)
    rest = " ".join(broken[lines - 1 :])
    return [[Word(line)] for line in [*broken[: lines - 1], rest] if line]


def broken_lines(text: str, font: Font, width: float) -> list[str]:
    lines: list[str] = []
    for word in plain(text).split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shortened(text: str, width: float) -> str:
    if FONT.getlength(text) <= width:
        return text
    while text and FONT.getlength(f"{text}..") > width:
        text = text[:-1]
    return f"{text}.." if text else ""


def plain(text: str) -> str:
    """What Pillow's own font has signs for."""
    return text.translate(SIGNS).encode("latin-1", "replace").decode("latin-1")


def written(text: str, size: Size) -> Image.Image:
    """A card with these words, for what was asked in words."""
    card = Image.new("RGB", size, EMPTY)
    pen, font = ImageDraw.Draw(card), ImageFont.load_default(15)
    lines = broken_lines(text, font, size[0] - 2 * MARGIN)
    pen.multiline_text((MARGIN, MARGIN), "\n".join(lines), fill=INK, font=font)
    return card
