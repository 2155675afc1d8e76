"""Where the pictures of a source lie: a folder or a zip, found by the name a row gives.

A row's text never becomes a path: names are looked up among the names that are there. Of several
pictures of one name (1.jpg and 1.png, or 1.jpg in two folders of a zip) the first by its whole name
is taken, and the others are told of. A zip is never unpacked; an entry is read into memory, up to
one byte more than a picture may have.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from catalog.importing.row import Picture, SourceRefused
from catalog.photos import LIMITS, PhotoRefused

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


@dataclass(frozen=True)
class Called:
    """The pictures of some names that are there, the names of those that are not, and a sentence
    for each of several of one name."""

    photos: tuple[Picture, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Shelf(Protocol):
    def find(self, name: str) -> Picture | None:
        """The picture of that file name, or of that name without its ending."""

    def others(self, name: str) -> list[str]:
        """The whole names of those that might have been taken as well."""

    def close(self) -> None: ...


class Named:
    """Whole names of pictures, by the names a row may give."""

    _names: dict[str, list[str]]

    def called(self, name: str) -> list[str]:
        return self._names.get(name.casefold(), [])

    def others(self, name: str) -> list[str]:
        return self.called(name)[1:]


class Folder(Named):
    """The pictures lying in one folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with os.scandir(path) as entries:
            self._names = filed(entry.name for entry in entries)

    def find(self, name: str) -> Picture | None:
        found = self.called(name)
        return PictureFile(self._path / found[0]) if found else None

    def close(self) -> None:
        pass


class Zip(Named):
    """The pictures of a zip, in whatever folders of it."""

    def __init__(self, path: Path) -> None:
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise SourceRefused(f"{path} cannot be read as a zip: {error}") from error
        self._names = filed(self._archive.namelist())

    def find(self, name: str) -> Picture | None:
        found = self.called(name)
        return ZippedPicture(self._archive, self._archive.getinfo(found[0])) if found else None

    def close(self) -> None:
        self._archive.close()


def filed(whole_names: Iterable[str]) -> dict[str, list[str]]:
    """Whole names of pictures, in order, by their file names with and without the ending."""
    names: dict[str, list[str]] = {}
    for whole in sorted(whole_names):
        name = PurePosixPath(whole).name.casefold()
        stem, _, ending = name.rpartition(".")
        if f".{ending}" in PICTURE_ENDINGS and not whole.endswith("/"):
            names.setdefault(stem, []).append(whole)
            names.setdefault(name, []).append(whole)
    return names


def open_shelf(path: Path) -> Shelf:
    """Raises SourceRefused where there is neither a folder nor a zip at PATH."""
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise SourceRefused(f"{path}: no folder or zip of pictures is there")


def photos_called(names: tuple[str, ...], shelf: Shelf | None) -> Called:
    found = {name: shelf.find(name) if shelf else None for name in names}
    pictures = tuple(picture for picture in found.values() if picture)
    missing = tuple(name for name, picture in found.items() if not picture)
    return Called(pictures, missing, tuple(left_aside(found, shelf)) if shelf else ())


def left_aside(found: Mapping[str, Picture | None], shelf: Shelf) -> Iterator[str]:
    for name, picture in found.items():
        if picture and (others := shelf.others(name)):
            yield f"{picture.name} is taken, {', '.join(others)} of the same name left aside"
