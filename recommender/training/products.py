"""Products as the training reads them: the attribute columns and the name of a styles.csv."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

ATTRIBUTES = ("articleType", "subCategory", "baseColour", "gender", "usage", "season")
#: Letters; what follows them in a line is no catalogue, and csv refuses a cell that is longer.
LONGEST_LINE = 100_000
_EMPTY = {"", "NA", "N/A", "nan", "NaN", "None"}


class UnreadableStyles(ValueError):
    """The styles file lacks a column the training needs."""


@dataclass(frozen=True)
class TrainingProduct:
    """One row: its id, its name, and one value per attribute ("" where the cell is empty)."""

    id: str
    name: str
    articleType: str = ""  # the data set's own column name
    subCategory: str = ""
    baseColour: str = ""
    gender: str = ""
    usage: str = ""
    season: str = ""

    def attributes(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in ATTRIBUTES)


def read_products(styles: Path, needed: Collection[str] = ATTRIBUTES) -> list[TrainingProduct]:
    """Products of a styles.csv, in file order, each id once. Rows without id or name are left out.

    needed: attributes that must have a column; others without one are empty. Raises OSError, and
    UnreadableStyles where a column is missing.
    """
    # Line by line: a quote that is never closed spoils its own row and no other.
    rows = (row for line in _lines(styles) for row in csv.reader([line[:LONGEST_LINE]]))
    products = {product.id: product for product in _products(rows, styles, needed)}
    return list(products.values())


def _lines(styles: Path) -> Iterator[str]:
    """UTF-8, with or without its mark, or UTF-16; a line that is neither is read as Windows'."""
    data = styles.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    for line in data.removeprefix(codecs.BOM_UTF8).splitlines():
        try:
            yield line.decode("utf-8")
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")


def _products(
    rows: Iterator[list[str]], styles: Path, needed: Collection[str]
) -> Iterator[TrainingProduct]:
    header = [cell.strip() for cell in next(rows, [])]
    missing = {"id", "productDisplayName", *needed} - set(header)
    if missing:
        raise UnreadableStyles(f"{styles}: no column {', '.join(sorted(missing))}")
    for row in rows:
        product = _product(dict(zip(header, _joined(row, len(header)), strict=False)))
        if product.id and product.name:
            yield product


def _joined(row: list[str], columns: int) -> list[str]:
    # The name is the last column and its commas are not quoted: surplus cells belong to it.
    return [*row[: columns - 1], ",".join(row[columns - 1 :])]


def _product(cells: dict[str, str]) -> TrainingProduct:
    values = {name: _value(cells.get(name, "")) for name in ATTRIBUTES}
    return TrainingProduct(
        id=_value(cells.get("id", "")), name=_value(cells.get("productDisplayName", "")), **values
    )


def _value(cell: str) -> str:
    text = " ".join(cell.split())
    return "" if text in _EMPTY else text


def is_validation(product_id: str, percent: int) -> bool:
    """Whether this product is kept out of training: a fixed share, by a hash of its id."""
    digest = hashlib.sha256(f"understudy-validation:{product_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % 100 < percent


def split(
    products: list[TrainingProduct], percent: int
) -> tuple[list[TrainingProduct], list[TrainingProduct]]:
    """(training, validation), both in the given order."""
    held_out = [product for product in products if is_validation(product.id, percent)]
    kept = {product.id for product in held_out}
    return [product for product in products if product.id not in kept], held_out
