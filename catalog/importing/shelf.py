"""Where the pictures of a source lie: a folder or a zip, found by the name a row gives.

A row's text never becomes a path: names are looked up among the names that are there. A zip is
never unpacked; an entry is read into memory, up to one byte more than a picture may have.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeVar

from catalog.importing.row import Picture, SourceRefused
from catalog.photos import LIMITS, PhotoRefused

Where = TypeVar("Where")

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif")


@dataclass(frozen=True)
class PictureFile:
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    def read(self) -> bytes:
        with self.path.open("rb") as file:
            return file.read(LIMITS.max_bytes + 1)


@dataclass(frozen=True)
class ZippedPicture:
    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo

    @property
    def name(self) -> str:
        return self.entry.filename

    def read(self) -> bytes:
        try:
            with self.archive.open(self.entry) as file:
                return file.read(LIMITS.max_bytes + 1)
        # A stranger's zip. RuntimeError: it is encrypted, or packed in a way Python does not know.
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
            raise PhotoRefused(f"cannot be read from the zip: {error}") from error


class Shelf(Protocol):
    def find(self, name: str) -> Picture | None:
        """The picture of that file name, or of that name without its ending."""

    def close(self) -> None: ...


class Folder:
    """The pictures lying in one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names: dict[str, str] = {}
        with os.scandir(path) as entries:
            for name in sorted(entry.name for entry in entries):
                remember(self._names, name, name)

    def find(self, name: str) -> Picture | None:
        found = self._names.get(name.casefold())
        return PictureFile(self._path / found) if found else None

    def close(self) -> None:
        pass


class Zip:
    """The pictures of a zip, in whatever folders of it; where two share a name, the first."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise SourceRefused(f"{path} cannot be read as a zip: {error}") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._archive.infolist():
            if not entry.is_dir():
                remember(self._entries, PurePosixPath(entry.filename).name, entry)

    def find(self, name: str) -> Picture | None:
        entry = self._entries.get(name.casefold())
        return ZippedPicture(self._archive, entry) if entry else None

    def close(self) -> None:
        self._archive.close()


def remember(names: dict[str, Where], name: str, where: Where) -> None:
    """File a picture under its name, and under its name without ending; the first one stays."""
    name = name.casefold()
    stem, _, ending = name.rpartition(".")
    if f".{ending}" in PICTURE_ENDINGS:
        names.setdefault(stem, where)
        names.setdefault(name, where)


def open_shelf(path: Path) -> Shelf:
    """Raises SourceRefused where there is neither a folder nor a zip at PATH."""
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise SourceRefused(f"{path}: no folder or zip of pictures is there")


def photos_called(
    names: tuple[str, ...], shelf: Shelf | None
) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """The pictures of those names that are there, and the names of those that are not."""
    found = {name: shelf.find(name) if shelf else None for name in names}
    pictures = tuple(picture for picture in found.values() if picture)
    return pictures, tuple(name for name, picture in found.items() if not picture)
