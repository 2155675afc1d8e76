"""A record's cells by column name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from catalog.importing.row import BadCell, SourceRefused
from catalog.importing.table import Record


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
