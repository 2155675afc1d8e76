"""The Fashion Product Images layout: `styles.csv`, and pictures named by the product's id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from catalog.importing import cells
from catalog.importing.brands import Brands
from catalog.importing.kinds import SECTIONS, kind_called
from catalog.importing.record import Header, note_on_encoding, or_refusal
from catalog.importing.row import BadCell, Kind, Refusal, Row
from catalog.importing.shelf import Called, Shelf, photos_called
from catalog.importing.table import Record, Table

REQUIRED = ("id", "gender", "articleType", "productDisplayName")
#: The last column of the set, whose commas nobody quoted.
NAME = "productDisplayName"
NO_KIND = frozenset({"na", "n/a"})


def is_kaggle(columns: list[str]) -> bool:
    return all(column in Header(columns) for column in ("articleType", NAME))


def read_kaggle(path: Path, shelf: Shelf | None) -> Iterator[Row | Refusal]:
    """Raises SourceRefused before the first row where PATH is no such table."""
    brands = Brands(names_in(path))
    with Table(path) as table:
        header = Header(table.columns)
        header.require(REQUIRED, path)
        for record in table.records():
            yield record if isinstance(record, Refusal) else row(record, header, brands, shelf)
        yield from note_on_encoding(table)


def names_in(path: Path) -> Iterator[str]:
    """Every product name of the table, for the brands in them."""
    with Table(path) as table:
        header = Header(table.columns)
        header.require(REQUIRED, path)
        for record in table.records():
            if isinstance(record, Record) and len(record.cells) >= len(header.columns):
                yield record.cells[header.columns.index(NAME.casefold())]


def row(record: Record, header: Header, brands: Brands, shelf: Shelf | None) -> Row | Refusal:
    return or_refusal(record, lambda: product(record, header, brands, shelf))


def product(record: Record, header: Header, brands: Brands, shelf: Shelf | None) -> Row:
    cell = header.cells(record, surplus_to=NAME)
    external_id = cells.external_id("id", cell["id"])
    title = cells.required_words(NAME, cell[NAME.casefold()], 255)
    called = photos_called((external_id,), shelf) if shelf else Called()
    return Row(
        line=record.line,
        external_id=external_id,
        title=title,
        kind=kind(cell),
        gender=cells.gender("gender", cell["gender"]),
        brand=cells.words("brand", brands.brand_of(title), 120),
        colour=cells.optional_words("baseColour", cell.get("basecolour", ""), 40),
        season=cells.season("season", cell.get("season", "")),
        year=cells.year("year", cell.get("year", "")),
        usage=cells.optional_words("usage", cell.get("usage", ""), 40),
        price=cells.price("price", cell["price"]) if "price" in cell else None,
        photos=called.photos,
        missing_photos=called.missing,
        photo_notes=called.notes,
    )


def kind(cell: dict[str, str]) -> Kind:
    name = cells.required_words("articleType", cell["articletype"], 80)
    if name.casefold() in NO_KIND:
        raise BadCell("articleType", "is missing")
    section = SECTIONS.get(cell.get("mastercategory", "").strip().casefold(), "other")
    family = cells.optional_words("subCategory", cell.get("subcategory", ""), 40)
    return kind_called(name, section, family)
