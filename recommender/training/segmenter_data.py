"""Street photos with a mask of labels each, decoded once into arrays for a training."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from recommender.photos.classes import merged
from recommender.training.whole_file import write_text_whole

IGNORED = 255
PHOTOS, MASKS, LABELS = "photos/", "masks/", "labels.csv"
_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")


class NoStreetPhotos(ValueError):
    """What was named holds no photos with masks."""


class StreetPhotos:
    """A folder or zip of photos/ID.jpg, masks/ID.png (values: labels) and labels.csv (value,label).

    Raises NoStreetPhotos, OSError.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = _opened(path) if path.is_file() else None
        names = self._zip.namelist() if self._zip else _names_in(path)
        root = next((name[: -len(LABELS)] for name in names if name.endswith(LABELS)), None)
        if root is None:
            raise NoStreetPhotos(f"{path}: no {LABELS}")
        self._photos = _by_id(names, root + PHOTOS)
        self._masks = _by_id(names, root + MASKS)
        self.ids = sorted(self._photos.keys() & self._masks.keys())
        if not self.ids:
            raise NoStreetPhotos(f"{path}: no photo has a mask of the same name")
        self._merge = _merge_table(self._read(root + LABELS).decode("utf-8"), path)

    def photo(self, photo_id: str) -> Image.Image:
        return Image.open(io.BytesIO(self._read(self._photos[photo_id]))).convert("RGB")

    def mask(self, photo_id: str) -> np.ndarray:
        """(h, w) uint8, the class of each pixel; IGNORED where the label is not in labels.csv."""
        with Image.open(io.BytesIO(self._read(self._masks[photo_id]))) as mask:
            return self._merge[np.asarray(mask.convert("L") if mask.mode != "P" else mask)]

    def _read(self, name: str) -> bytes:
        return self._zip.read(name) if self._zip else (self.path / name).read_bytes()


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise NoStreetPhotos(f"{path} is neither a folder nor a zip archive") from error


def _names_in(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def _by_id(names: list[str], folder: str) -> dict[str, str]:
    found = [n for n in names if n.startswith(folder) and n.lower().endswith(_SUFFIXES)]
    return {Path(name).stem: name for name in found}


def _merge_table(labels: str, path: Path) -> np.ndarray:
    """(256,) uint8: a label's value -> its class."""
    table = np.full(256, IGNORED, np.uint8)
    for row in csv.DictReader(io.StringIO(labels)):
        try:
            table[int(row["value"])] = merged(row["label"])
        except (KeyError, ValueError, IndexError) as error:
            raise NoStreetPhotos(f"{path}: {LABELS} has a row nobody can file: {row}") from error
    return table


@dataclass(frozen=True)
class PhotoSet:
    """Photos fitted into one size and padded: `pixels` (n, h, w, 3) uint8, `classes` (n, h, w)."""

    ids: list[str]
    pixels: np.ndarray
    classes: np.ndarray


def decoded(source: StreetPhotos, ids: list[str], folder: Path, size: tuple[int, int]) -> PhotoSet:
    """The photos at size (height, width), from the folder's cache if they are there already."""
    facts = json.dumps([str(source.path.resolve()), source.path.stat().st_mtime_ns, size, ids])
    stem = folder / f"photos-{hashlib.sha256(facts.encode()).hexdigest()[:16]}"
    index = stem.with_suffix(".json")
    shapes = {".u8": (len(ids), *size, 3), ".classes": (len(ids), *size)}
    if not index.exists():
        files = {
            end: np.memmap(_file(stem, end), np.uint8, "w+", 0, at) for end, at in shapes.items()
        }
        for row, photo_id in enumerate(tqdm(ids, desc="decoding photos", mininterval=5)):
            pixels, classes = fitted(source.photo(photo_id), source.mask(photo_id), size)
            files[".u8"][row], files[".classes"][row] = pixels, classes
        for file in files.values():
            file.flush()
        # Written last: an index on disk means the pixels beside it are complete.
        write_text_whole(index, json.dumps(ids))
    arrays = [np.memmap(_file(stem, end), np.uint8, "r", 0, at) for end, at in shapes.items()]
    return PhotoSet(ids, arrays[0], arrays[1])


def _file(stem: Path, end: str) -> Path:
    stem.parent.mkdir(parents=True, exist_ok=True)
    return stem.with_suffix(end)


def fitted(
    photo: Image.Image, mask: np.ndarray, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """As large as size (height, width) allows, in the middle; round it grey that is ignored."""
    height, width = size
    scale = min(height / photo.height, width / photo.width)
    across, down = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    left, top = (width - across) // 2, (height - down) // 2
    pixels = np.full((height, width, 3), 127, np.uint8)
    classes = np.full((height, width), IGNORED, np.uint8)
    place = slice(top, top + down), slice(left, left + across)
    pixels[place] = np.asarray(photo.resize((across, down), Image.Resampling.LANCZOS))
    resized = Image.fromarray(mask).resize((across, down), Image.Resampling.NEAREST)
    classes[place] = np.asarray(resized)
    return pixels, classes
