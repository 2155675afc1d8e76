"""The shop's own CSV layout, column by column. `docs/importing.md` is its page for people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from catalog.importing import cells
from catalog.importing.kinds import KINDS, SCALE_OF_SECTION
from catalog.importing.record import Header, note_on_encoding, or_refusal
from catalog.importing.row import BadCell, Kind, Refusal, Row
from catalog.importing.shelf import Shelf, photos_called
from catalog.importing.sizes import scale_of_labels
from catalog.importing.table import Record, Table
from catalog.models import Section

REQUIRED = ("id", "title", "type", "gender", "price")
SCALE_NAME_LENGTH = 50


def read_columns(path: Path, shelf: Shelf | None) -> Iterator[Row | Refusal]:
    """Raises SourceRefused before the first row where PATH is no such table."""
    with Table(path) as table:
        header = Header(
            ["colour" if name.casefold() == "color" else name for name in table.columns]
        )
        header.require(REQUIRED, path)
        for record in table.records():
            yield record if isinstance(record, Refusal) else row(record, header, shelf)
        yield from note_on_encoding(table)


def row(record: Record, header: Header, shelf: Shelf | None) -> Row | Refusal:
    return or_refusal(record, lambda: product(record, header.cells(record), shelf))


def product(record: Record, cell: dict[str, str], shelf: Shelf | None) -> Row:
    external_id = cells.external_id("id", cell["id"])
    stock = cells.stock("stock", cell.get("stock", ""))
    called = photos_called(photo_names(cell, external_id, shelf), shelf)
    return Row(
        line=record.line,
        external_id=external_id,
        title=cells.required_words("title", cell["title"], 255),
        kind=kind(cell, stock),
        gender=cells.gender("gender", cell["gender"]),
        price=cells.price("price", cell["price"]),
        stock=stock,
        photos=called.photos,
        missing_photos=called.missing,
        photo_notes=called.notes,
        **optional_facts(cell),
    )


def optional_facts(cell: dict[str, str]) -> dict[str, Any]:
    """What the columns that are there say; a column that is not there says nothing."""
    readers = {
        "description": cells.passage,
        "brand": lambda field, text: cells.words(field, text, 120),
        "style_code": lambda field, text: cells.words(field, text, 64),
        "colour": lambda field, text: cells.optional_words(field, text, 40),
        "season": cells.season,
        "year": cells.year,
        "usage": lambda field, text: cells.optional_words(field, text, 40),
        "currency": cells.currency,
        "cost": cells.cost,
        "tags": cells.tags,
        "status": cells.status,
        "alt_text": lambda field, text: cells.words(field, text, 300),
    }
    return {field: read(field, cell[field]) for field, read in readers.items() if field in cell}


def kind(cell: dict[str, str], stock: dict[str, int] | None) -> Kind:
    """The type by name; section, family and size scale from their columns, or as is usual."""
    name = cells.required_words("type", cell["type"], 80)
    known = KINDS.get(name.casefold(), Kind(name))
    chosen = section(cell) or known.section
    scale = cells.words("size_scale", cell.get("size_scale", ""), SCALE_NAME_LENGTH)
    if not scale:
        guess = scale_of_labels(stock) if stock else SCALE_OF_SECTION.get(chosen, "one-size")
        scale = known.size_scale if name.casefold() in KINDS else guess
    elif not cells.EXTERNAL_ID.fullmatch(scale):
        raise BadCell("size_scale", f"{cells.shown(scale)} is no short name such as eu-shoes")
    family = cells.words("family", cell.get("family", ""), 40) or known.family
    return Kind(name, chosen, family, scale)


def section(cell: dict[str, str]) -> str | None:
    text = cell.get("section", "").strip().casefold()
    if text and text not in Section.values:
        raise BadCell("section", f"{cells.shown(text)} is none of {', '.join(Section.values)}")
    return text or None


def photo_names(cell: dict[str, str], external_id: str, shelf: Shelf | None) -> tuple[str, ...]:
    """The file names of the `photos` cell; without one the photo is named by the id."""
    if "photos" not in cell:
        return (external_id,) if shelf else ()
    names = (cells.words("photos", name, 255) for name in cell["photos"].split("|"))
    return tuple(dict.fromkeys(name for name in names if name))
