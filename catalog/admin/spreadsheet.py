"""CSV that a spreadsheet program opens as text, never as a formula."""

from __future__ import annotations

from typing import Any

import tablib
from import_export.formats.base_formats import CSV

#: A cell that starts with one of these may be run as a formula when the file is opened
#: (OWASP, "CSV injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def escaped(cell: Any) -> str:
    """The cell as text; one that could be a formula begins with an apostrophe."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def unescaped(cell: str) -> str:
    """What `escaped` was given, so that an export can be imported again."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell


class SafeCSV(CSV):
    def get_title(self) -> str:
        return "csv"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> str:
        return rows_of(dataset, escaped).export("csv", **kwargs)

    def create_dataset(self, in_stream: str | bytes, **kwargs: Any) -> tablib.Dataset:
        return rows_of(super().create_dataset(in_stream, **kwargs), unescaped)


def rows_of(dataset: tablib.Dataset, written: Any) -> tablib.Dataset:
    rows = [[written(cell) for cell in row] for row in dataset]
    return tablib.Dataset(*rows, headers=dataset.headers)
