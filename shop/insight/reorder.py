"""The demand board as a list to order from, for a spreadsheet program."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from catalog.admin.spreadsheet import escaped
from shop.insight.board import Asked, missed

#: Heading and attribute. Text may have been written by anybody, so formulas in it are defused.
COLUMNS = {
    "SKU": "sku",
    "Product id": "external_id",
    "Title": "title",
    "Brand": "brand",
    "Type": "type",
    "Size": "size",
    "People waiting": "waiting",
    "Pieces waited for": "pieces",
    "Looks, each person's once a day": "looks",
    "Price": "price",
    "Currency": "currency",
    "Demand": "demand",
    "Recovered by substitutes": "recovered",
    "Lost": "lost",
}


class Line:
    """What the csv module writes a line to, and is given back."""

    def write(self, text: str) -> str:
        return text


def reorder_list(asked: Asked) -> Iterator[str]:
    """Lines of CSV, one at a time."""
    sheet = csv.writer(Line())
    yield "\ufeff" + str(sheet.writerow(COLUMNS))  # Excel takes UTF-8 for something else without it
    for size in missed(asked):
        cells = (getattr(size, name) for name in COLUMNS.values())
        yield sheet.writerow([escaped(c) if isinstance(c, str) else c for c in cells])
