"""Which product each consumer photo shows: the true pairs that a photo search is measured by."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path

COLUMNS = ("query", "gallery")


def read_pairs(
    path: Path, queries: Collection[str], gallery: Collection[str]
) -> dict[str, set[str]]:
    """By query, the gallery's pictures that show the same product; only those that are there.

    A name stands with its extension or without. Raises ValueError where a column is missing or no
    pair is left, OSError.
    """
    try:
        named = list(read_rows(path))
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is no CSV file in UTF-8: {error}") from error
    pairs: dict[str, set[str]] = {}
    for query, product in named:
        one, other = known_as(query, queries), known_as(product, gallery)
        if one is not None and other is not None:
            pairs.setdefault(one, set()).add(other)
    if not pairs:
        raise ValueError(f"{path}: not one pair has its pictures in --queries and in --gallery")
    return pairs


def read_rows(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            raise ValueError(f"{path}: there is no column {' or '.join(missing)}")
        yield from ((row["query"] or "", row["gallery"] or "") for row in rows)


def known_as(name: str, ids: Collection[str]) -> str | None:
    """Itself, or without what may be an extension; None where no picture is called so."""
    name = Path(name.strip()).name
    return next((each for each in (name, Path(name).stem) if each in ids), None)
