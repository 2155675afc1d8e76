"""The folder layout: `category/product-id/*.jpg`, with a CSV of our own columns beside it or not.

Without a CSV the folders are all there is: the category's words name the type and for whom it
is, and the title is made of type and id, for a person to better later.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from catalog.importing import cells
from catalog.importing.columns import kind, optional_facts
from catalog.importing.kinds import KINDS, kind_called
from catalog.importing.record import Header, note_on_encoding, or_refusal
from catalog.importing.row import BadCell, Kind, Refusal, Row, SourceRefused
from catalog.importing.shelf import PICTURE_ENDINGS, PictureFile
from catalog.importing.table import Record, Table

SECTION_WORDS = {
    "shoes": "shoes", "shoe": "shoes", "boots": "shoes", "sandals": "shoes", "footwear": "shoes",
    "bags": "accessories", "bag": "accessories", "accessories": "accessories",
    "watches": "accessories", "jewellery": "accessories", "beauty": "beauty",
}  # fmt: skip


@dataclass(frozen=True)
class ProductFolder:
    """A folder that holds pictures of one product. `category` is the path above it."""

    path: Path
    category: tuple[str, ...]

    @property
    def photos(self) -> tuple[PictureFile, ...]:
        names = sorted(entry.name for entry in os.scandir(self.path) if is_picture(entry))
        return tuple(PictureFile(self.path / name) for name in names)


def is_picture(entry: os.DirEntry[str]) -> bool:
    return entry.is_file() and entry.name.casefold().endswith(PICTURE_ENDINGS)


def product_folders(root: Path) -> Iterator[ProductFolder]:
    """Every folder below a category that holds a picture, in the order of their names."""
    for parent, subfolders, names in os.walk(root):
        subfolders.sort()
        below = Path(parent).relative_to(root).parts
        if len(below) >= 2 and any(name.casefold().endswith(PICTURE_ENDINGS) for name in names):
            yield ProductFolder(Path(parent), below[:-1])


def read_folders(root: Path) -> Iterator[Row | Refusal]:
    """The CSV's rows with their folders' photos, then the folders the CSV does not name."""
    table = table_beside(root)
    named: set[str] = set()
    if table:
        yield from rows_of_table(table, root, named)
    for folder in product_folders(root):
        if folder.path.name not in named:
            yield row_of_folder(folder)


def table_beside(root: Path) -> Path | None:
    tables = sorted(root.glob("*.csv"))
    if len(tables) > 1:
        raise SourceRefused(f"{root} holds more than one CSV: {', '.join(t.name for t in tables)}")
    return tables[0] if tables else None


def rows_of_table(path: Path, root: Path, named: set[str]) -> Iterator[Row | Refusal]:
    folders = {folder.path.name: folder for folder in product_folders(root)}
    with Table(path) as table:
        header = Header(table.columns)
        header.require(("id",), path)
        for record in table.records():
            if isinstance(record, Refusal):
                yield record
                continue
            found = or_refusal(record, partial(described, record, header, folders))
            named.add(found.external_id)
            yield found
        yield from note_on_encoding(table)


def described(record: Record, header: Header, folders: dict[str, ProductFolder]) -> Row:
    """A row of the CSV on top of what its folder says; cells that are empty leave it at that."""
    cell = {name: text for name, text in header.cells(record).items() if text.strip()}
    external_id = cells.external_id("id", cell.get("id", ""))
    folder = folders.get(external_id)
    if folder is None and not {"title", "type", "gender"} <= cell.keys():
        raise BadCell("id", "no folder of that name, and no title, type and gender in the row")
    base = told_by_folder(folder) if folder else bare(external_id)
    stock = cells.stock("stock", cell.get("stock", ""))
    facts = {
        "title": cells.required_words("title", cell["title"], 255) if "title" in cell else None,
        "gender": cells.gender("gender", cell["gender"]) if "gender" in cell else None,
        "price": cells.price("price", cell["price"]) if "price" in cell else None,
        "kind": kind(cell, stock) if "type" in cell else None,
        **optional_facts(cell),
    }
    told = {name: fact for name, fact in facts.items() if fact is not None}
    return replace(base, line=record.line, stock=stock, **told)


def row_of_folder(folder: ProductFolder) -> Row | Refusal:
    try:
        return told_by_folder(folder)
    except BadCell as bad:
        name = "/".join((*folder.category, folder.path.name))
        return Refusal(0, ascii(name)[1:-1], "folder", bad.reason)


def told_by_folder(folder: ProductFolder) -> Row:
    external_id = cells.external_id("folder", folder.path.name)
    category = cells.words("folder", " ".join(folder.category).replace("_", " "), 200)
    words = category.replace("-", " ").split()
    genders = [cells.GENDERS[word.casefold()] for word in words if word.casefold() in cells.GENDERS]
    found = kind_of_words([word for word in words if word.casefold() not in cells.GENDERS])
    return Row(
        line=0,
        external_id=external_id,
        title=f"{found.name} {external_id}",
        kind=found,
        gender=genders[0] if genders else "Unisex",
        photos=folder.photos,
    )


def kind_of_words(words: list[str]) -> Kind:
    """The longest ending of the category's words that is a type we know, or all of them."""
    for start in range(len(words)):
        if known := KINDS.get(" ".join(words[start:]).casefold()):
            return known
    name = cells.required_words("folder", " ".join(words).capitalize(), 80)
    return kind_called(name, SECTION_WORDS.get(words[-1].casefold(), "clothing"))


def bare(external_id: str) -> Row:
    """A product the CSV names and no folder holds pictures of."""
    missing = (f"{external_id}/",)
    return Row(0, external_id, external_id, Kind("Unknown"), "Unisex", missing_photos=missing)
