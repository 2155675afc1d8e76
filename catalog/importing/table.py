"""A CSV file as a stranger's spreadsheet wrote it: header, records, and what is wrong with them.

Python's csv reads a whole rest of a file as one cell where a quote is never closed. Here each
record is joined from lines as long as that can be meant, and otherwise refused by its number,
and the next line is read as if nothing had been.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.importing.lines import Line, Lines, open_lines
from catalog.importing.row import Refusal, SourceRefused

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
#: A description may hold line breaks; no description holds more of them than this.
MOST_LINES_OF_A_RECORD = 100
#: From this many columns on, a line that alone makes a full record is one.
TELLING_WIDTH = 4


@dataclass(frozen=True)
class Record:
    """One row as it was cut: as many cells as it has, whatever the header says."""

    line: int
    cells: list[str]


class Table:
    """Use as a context manager. `columns` are the header's names as written, stripped."""

    def __init__(self, path: Path) -> None:
        try:
            self.lines: Lines = open_lines(path)
        except OSError as error:
            raise SourceRefused(f"{path} cannot be read: {error.strerror}") from error
        self.path = path
        try:
            self.delimiter, self.columns = self._read_header()
        except SourceRefused:
            self.lines.file.close()
            raise

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *error: object) -> None:
        self.lines.file.close()

    def _read_header(self) -> tuple[str, list[str]]:
        line = next((line for line in self.lines if line.text.strip()), None)
        if line is None:
            raise SourceRefused(f"{self.path} is empty")
        delimiter = max(DELIMITERS, key=line.text.count)
        if line.is_cut or line.text.count(delimiter) >= MOST_COLUMNS:
            raise SourceRefused(f"{self.path}: more than {MOST_COLUMNS} columns")
        columns = [name.strip() for name in split(line.text, delimiter) or [line.text]]
        refuse_repeated([name.casefold() for name in columns if name], self.path)
        return delimiter, columns

    def records(self) -> Iterator[Record | Refusal]:
        for line in self.lines:
            if line.text.strip():
                yield self._record(line)

    def _record(self, line: Line) -> Record | Refusal:
        if line.is_cut:
            return refusal(line, f"line too long: more than {len(line.text):,} characters")
        cells = self._split(line.text) or self._joined(line)
        if cells is None:
            return refusal(line, "a quote is opened and not closed where the cell ends")
        if any(len(cell) > LONGEST_CELL for cell in cells):
            return refusal(line, f"a cell of more than {LONGEST_CELL:,} characters")
        return Record(line.number, cells)

    def _split(self, text: str) -> list[str] | None:
        """The cells, also where this one line keeps to another delimiter than the header."""
        cells = split(text, self.delimiter)
        if cells is None or len(cells) > 1 or len(self.columns) == 1:
            return cells
        others = (split(text, other) for other in DELIMITERS if other in text)
        return next((found for found in others if found and len(found) == len(self.columns)), cells)

    def _joined(self, first: Line) -> list[str] | None:
        """The record that starts at `first` and goes on over the next lines, or None."""
        taken: list[Line] = []
        text = first.text
        for line in self.lines:
            taken.append(line)
            if self._ends_the_attempt(line, len(taken)):
                break
            text = f"{text}\n{line.text}"
            cells = split(text, self.delimiter)
            if cells is not None:
                return cells
        self.lines.give_back(taken)
        return None

    def _ends_the_attempt(self, line: Line, count: int) -> bool:
        if line.is_cut or count >= MOST_LINES_OF_A_RECORD:
            return True
        # A line that closes the cell has an odd quote; a row of its own has none.
        if len(self.columns) < TELLING_WIDTH or line.text.count('"') % 2:
            return False
        cells = split(line.text, self.delimiter)
        return cells is not None and len(cells) >= len(self.columns)


def split(text: str, delimiter: str) -> list[str] | None:
    """One record's cells, or None where its quotes do not add up."""
    # The limit is the module's, and another may have lowered it.
    csv.field_size_limit(max(csv.field_size_limit(), 10 * LONGEST_CELL * MOST_COLUMNS))
    try:
        lines = (f"{line}\n" for line in text.split("\n"))
        rows = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def refusal(line: Line, reason: str) -> Refusal:
    return Refusal(line.number, "", "row", reason)


def refuse_repeated(names: list[str], path: Path) -> None:
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise SourceRefused(f"{path}: the header names {', '.join(repeated)} more than once")
