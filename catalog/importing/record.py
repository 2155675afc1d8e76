"""A record's cells by column name, and what all tables say of a record they cannot take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from catalog.importing.row import BadCell, Refusal, Row, SourceRefused
from catalog.importing.table import Record, Table


class Header:
    """Which cell is which. Names are compared without regard to case."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = [column.casefold() for column in columns]

    def __contains__(self, column: str) -> bool:
        return column.casefold() in self.columns

    def require(self, columns: Iterable[str], path: Path) -> None:
        missing = [column for column in columns if column not in self]
        if missing:
            raise SourceRefused(f"{path}: the header lacks {', '.join(missing)}")

    def cells(self, record: Record, surplus_to: str | None = None) -> dict[str, str]:
        """Cells by name. Raises BadCell where their number is not the header's.

        Cells too many are joined to `surplus_to`, whose commas somebody left unquoted; empty
        ones at the end are dropped.
        """
        cells = record.cells
        surplus = len(cells) - len(self.columns)
        if surplus > 0 and surplus_to is not None:
            at = self.columns.index(surplus_to.casefold())
            joined = ",".join(cells[at : at + surplus + 1])
            cells = [*cells[:at], joined, *cells[at + surplus + 1 :]]
        elif surplus > 0 and not any(cell.strip() for cell in cells[-surplus:]):
            cells = cells[:-surplus]
        if len(cells) != len(self.columns):
            raise BadCell("row", f"{len(cells)} cells, {len(self.columns)} columns")
        return dict(zip(self.columns, cells, strict=True))


def or_refusal(record: Record, read: Callable[[], Row]) -> Row | Refusal:
    """The row, or the refusal that names its line, its id where it has one, and the cell."""
    try:
        return read()
    except BadCell as bad:
        external_id = ascii(record.cells[0].strip()[:64])[1:-1]
        return Refusal(record.line, external_id, bad.field, bad.reason)


def note_on_encoding(table: Table) -> Iterator[Refusal]:
    if first := table.lines.first_latin1:
        yield Refusal(first, "", "encoding", "not UTF-8: read as Latin-1", note_only=True)
