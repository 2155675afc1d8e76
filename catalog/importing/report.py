"""The report of an import: a CSV of what did not come in, by line and reason."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from django.utils.text import slugify

from catalog.importing.row import Refusal

COLUMNS = ("line", "external_id", "field", "reason", "kind")


def report_path(folder: Path, source: Path) -> Path:
    """A name of its own for every run, in FOLDER."""
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return folder / f"{moment}-{slugify(source.stem)[:40] or 'import'}.csv"


class Report:
    """Written row by row, so that an import that is cut off leaves what it had found."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(COLUMNS)

    def __enter__(self) -> Report:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def add(self, refusals: list[Refusal]) -> None:
        for refusal in refusals:
            cells = (refusal.external_id, refusal.field, refusal.reason)
            line = refusal.line or ""
            self._writer.writerow([line, *map(harmless, cells), kind(refusal)])
        self._file.flush()


def kind(refusal: Refusal) -> str:
    if refusal.note_only:
        return "note"
    return "photo refused" if refusal.photo_only else "row refused"


def harmless(cell: str) -> str:
    """A spreadsheet runs a cell that starts like a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
