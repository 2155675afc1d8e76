"""The photos of a chunk of rows: read, compared with what the shop has, decoded, stored.

Decoding happens in children of `catalog.photos`, so a few threads keep a few cores busy. Files
are stored before the rows that name them: a file too many does no harm, a row without its file
does. Colours are read later, off the stored files (`catalog.colour_reading`): doing it here would
make an import of small pictures take half as long again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from catalog.importing.row import Picture, Refusal, Row
from catalog.models import ProductImage
from catalog.models.photo import store_photo
from catalog.photos import PhotoRefused, admit, source_digest

THREADS = min(4, os.cpu_count() or 1)


@dataclass(frozen=True)
class StoredPhoto:
    """A photo whose files lie in the storage. `name` is empty where the shop has it already."""

    digest: str
    name: str = ""
    width: int = 0
    height: int = 0


@dataclass
class Photos:
    """What became of one row's photos, in their order."""

    stored: list[StoredPhoto] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


class Photographer:
    """Use as a context manager: it holds threads. `on_photo` is called as each photo is done."""

    def __init__(self, on_photo: Callable[[int], object] = lambda photos: None) -> None:
        self._on_photo = on_photo
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="photos")

    def __enter__(self) -> Photographer:
        return self

    def __exit__(self, *error: object) -> None:
        self._threads.shutdown(cancel_futures=True)

    def develop(self, rows: Iterable[Row], known: Mapping[str, set[str]]) -> dict[str, Photos]:
        """By external id. `known` are the digests of the photos each product has already."""
        tasks = [(row, picture) for row in rows for picture in row.photos]
        nothing: set[str] = set()
        results = self._threads.map(
            lambda task: develop(task[1], known.get(task[0].external_id, nothing)), tasks
        )
        developed = {row.external_id: Photos(refusals=[*missing(row), *notes(row)]) for row in rows}
        for (row, picture), result in zip(tasks, results, strict=True):
            sort_in(developed[row.external_id], row, picture, result)
            self._on_photo(1)
        return developed


def sort_in(photos: Photos, row: Row, picture: Picture, result: StoredPhoto | str) -> None:
    if isinstance(result, str):
        photos.refusals.append(refused(row, picture.name, result))
    elif all(result.digest != stored.digest for stored in photos.stored):
        photos.stored.append(result)


def develop(picture: Picture, known: set[str]) -> StoredPhoto | str:
    """The photo, its files stored, or the reason why not."""
    try:
        data = picture.read()
        digest = source_digest(data)
        if digest in known:
            return StoredPhoto(digest)
        photo = admit(data, with_colours=False)
    except PhotoRefused as refusal:
        return str(refusal)
    except OSError as error:
        return f"cannot be read: {error.strerror or error}"
    return StoredPhoto(digest, store_photo(photo), photo.width, photo.height)


def missing(row: Row) -> list[Refusal]:
    return [refused(row, name, "no such picture") for name in row.missing_photos]


def notes(row: Row) -> list[Refusal]:
    said = (ascii(note)[1:-1] for note in row.photo_notes)
    return [Refusal(row.line, row.external_id, "photo", note, note_only=True) for note in said]


def refused(row: Row, name: str, reason: str) -> Refusal:
    shown = ascii(name)[1:-1]
    return Refusal(row.line, row.external_id, "photo", f"{shown}: {reason}", photo_only=True)


def images_for(
    product_id: int, row: Row, photos: Photos, existing: list[ProductImage]
) -> tuple[list[ProductImage], list[ProductImage]]:
    """The images to create and the images to change: none where the shop has all the photos.

    Where one is new, the source's order is taken over, and the new one takes the place of the one
    at its position. Photos that somebody added by hand stay, after those of the source.
    """
    have = {image.digest: image for image in existing}
    wanted = [stored.digest for stored in photos.stored]
    if have.keys() >= set(wanted):
        return [], []
    outdated = [image for image in existing[: len(wanted)] if image.digest not in wanted]
    ordered = [
        have.get(stored.digest)
        or put(stored, outdated.pop(0) if outdated else empty(product_id, row))
        for stored in photos.stored
    ]
    by_hand = [image for image in existing if image not in ordered]
    images = in_order(ordered + by_hand)
    return [image for image in images if not image.pk], [image for image in images if image.pk]


def empty(product_id: int, row: Row) -> ProductImage:
    return ProductImage(product_id=product_id, alt_text=row.alt_text or row.title)


def in_order(images: list[ProductImage]) -> list[ProductImage]:
    for position, image in enumerate(images):
        image.position = position
    return images


def put(stored: StoredPhoto, image: ProductImage) -> ProductImage:
    image.image.name = stored.name
    image.digest = stored.digest
    image.width, image.height = stored.width, stored.height
    image.know_colours(())
    return image
