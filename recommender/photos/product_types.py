"""Which product types to search for a garment: by its class, its place on her and its length."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from recommender.photos.classes import DATA

Range = tuple[float, float]
_ANY: Range = (0.0, 1.0)


@dataclass(frozen=True)
class TypeRow:
    """worn, long: where the middle of such a garment is, and how tall it is, as shares of the
    wearer's height from the top of the head."""

    name: str
    worn: Range
    long: Range


@dataclass(frozen=True)
class Wearing:
    """Where on her the middle of a garment is, and how tall it is: shares of her height."""

    at: float
    tall: float


@cache
def type_rows() -> dict[str, tuple[TypeRow, ...]]:
    """By class, likeliest first, as data/product_types.csv has them."""
    rows: dict[str, list[TypeRow]] = {}
    with (DATA / "product_types.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            worn, long = _range(row, "worn"), _range(row, "long")
            rows.setdefault(row["kind"], []).append(TypeRow(row["type"], worn, long))
    return {kind: tuple(types) for kind, types in rows.items()}


def types_for(kind: str, wearing: Wearing | None) -> tuple[str, ...]:
    """Likeliest first; all of the class where she is not seen whole; () for no class."""
    rows = type_rows().get(kind, ())
    fitting = [row for row in rows if wearing is None or _fits(row, wearing)]
    return tuple(row.name for row in fitting or rows)


def _fits(row: TypeRow, wearing: Wearing) -> bool:
    return _within(wearing.at, row.worn) and _within(wearing.tall, row.long)


def _within(value: float, limits: Range) -> bool:
    return limits[0] <= value <= limits[1]


def _range(row: dict[str, str], name: str) -> Range:
    low, high = row[f"{name}_from"], row[f"{name}_to"]
    return (float(low), float(high)) if low and high else _ANY
