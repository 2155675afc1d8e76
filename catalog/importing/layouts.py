"""Which layout a source has, and where its pictures lie."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.importing.columns import read_columns
from catalog.importing.folders import read_folders
from catalog.importing.kaggle import is_kaggle, read_kaggle
from catalog.importing.lines import count_lines
from catalog.importing.row import Refusal, Row, SourceRefused
from catalog.importing.shelf import Shelf, open_shelf
from catalog.importing.table import Table

LAYOUTS = ("kaggle", "folders", "csv")
#: The table's name in a downloaded Fashion Product Images folder.
KAGGLE_TABLE = "styles.csv"
TABLE_READERS: dict[str, Callable[[Path, Shelf | None], Iterator[Row | Refusal]]] = {
    "kaggle": read_kaggle,
    "csv": read_columns,
}


@dataclass
class Source:
    """A source that can be read once. `total` is about how many rows it has, if that is known."""

    rows: Iterator[Row | Refusal]
    total: int | None
    shelf: Shelf | None = None

    def close(self) -> None:
        if self.shelf:
            self.shelf.close()


def open_source(path: Path, layout: str | None = None, images: Path | None = None) -> Source:
    """Raises SourceRefused where PATH is nothing that can be imported."""
    if not path.exists():
        raise SourceRefused(f"{path}: there is no such file or folder")
    layout = layout or guess_layout(path)
    if layout == "folders":
        return open_folders(path, images)
    if path.is_dir():
        path = table_in(path)
    images = images or pictures_beside(path)
    shelf = open_shelf(images) if images else None
    return Source(TABLE_READERS[layout](path, shelf), max(count_lines(path) - 1, 0), shelf)


def open_folders(path: Path, images: Path | None) -> Source:
    if not path.is_dir():
        raise SourceRefused(f"{path} is not a folder, as the layout `folders` needs")
    if images:
        raise SourceRefused("the layout `folders` has its pictures in SOURCE: leave out --images")
    return Source(read_folders(path), None)


def guess_layout(path: Path) -> str:
    if path.is_dir():
        return "kaggle" if (path / KAGGLE_TABLE).is_file() else "folders"
    with Table(path) as table:
        return "kaggle" if is_kaggle(table.columns) else "csv"


def table_in(folder: Path) -> Path:
    tables = sorted(folder.glob("*.csv"))
    if (folder / KAGGLE_TABLE) in tables:
        return folder / KAGGLE_TABLE
    if len(tables) != 1:
        raise SourceRefused(f"{folder} holds {len(tables) or 'no'} CSV files: name one")
    return tables[0]


def pictures_beside(table: Path) -> Path | None:
    """`images` or `images.zip` next to the table, as both layouts come."""
    places = (table.parent / "images", table.parent / "images.zip")
    return next((place for place in places if place.exists()), None)
