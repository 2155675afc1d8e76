"""What travels from a reader to the writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from typing import Protocol


class SourceRefused(Exception):
    """Nothing of this source can be read; the message says why."""


class BadCell(ValueError):
    """A cell that cannot be taken: which field, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class Picture(Protocol):
    """A photo that can be read when its turn comes."""

    @property
    def name(self) -> str: ...

    def read(self) -> bytes:
        """The file's bytes. Raises OSError, or PhotoRefused where it is no use trying."""


@dataclass(frozen=True)
class Kind:
    """A product type as a source knows it. A type the shop already has stays as it is."""

    name: str
    section: str = "other"
    family: str = ""
    size_scale: str = "one-size"


@dataclass(frozen=True)
class Row:
    """One product of a source. None means "the source does not say": what is there stays."""

    line: int  # 0 where the source has no lines
    external_id: str
    title: str
    kind: Kind
    gender: str
    description: str | None = None
    brand: str | None = None
    style_code: str | None = None
    colour: str | None = None
    season: str | None = None
    year: int | None = None
    usage: str | None = None
    price: Decimal | None = None
    currency: str | None = None
    cost: Decimal | None = None
    tags: list[str] | None = None
    status: str | None = None
    alt_text: str | None = None
    #: Sizes and pieces on hand, as counted.
    stock: Mapping[str, int] | None = None
    photos: tuple[Picture, ...] = ()
    #: Photos the source names or promises that are not there.
    missing_photos: tuple[str, ...] = ()
    #: Which of several photos of one name was taken.
    photo_notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """What did not come in: a whole row, or (`photo_only`) a photo of a product that did."""

    line: int
    external_id: str
    field: str
    reason: str
    _: KW_ONLY
    photo_only: bool = False
    #: Something the import put right by itself; refuses nothing.
    note_only: bool = False
