"""Pictures decoded once into a memory-mapped uint8 array, so that epochs cost no decoding."""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps
from tqdm import tqdm

from catalog.colours.foreground import on_white
from recommender.encoder.preparation import Squash
from recommender.training.whole_file import write_text_whole

_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp")
SQUASHED = "squash"
#: Squashed, and a product before a plain backdrop as large as an encoder sees it that is `framed`.
FRAMED = "framed"
#: Pictures of a source that say how large its pictures are.
LOOKED_AT = 64


class NoPictures(ValueError):
    """The picture source holds no picture named after a product."""


class PictureSource:
    """A folder or zip of pictures named ID.jpg (ID.png, ID.webp). Raises NoPictures, OSError.

    Of several with one id the first by name is taken, wherever and in whichever order they lie, and
    the error output says so.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = _opened(path) if path.is_file() else None
        names = self._zip.namelist() if self._zip else [p.name for p in path.iterdir()]
        pictures = [name for name in names if name.lower().endswith(_SUFFIXES)]
        self._names = {Path(name).stem: name for name in sorted(pictures, reverse=True)}
        if len(self._names) < len(pictures):
            say_once(several(path, sorted(pictures), self._names))

    def __contains__(self, product_id: str) -> bool:
        return product_id in self._names

    def ids(self) -> list[str]:
        """Of every picture, readable or not, in order."""
        return sorted(self._names)

    def open(self, product_id: str) -> Image.Image:
        """The picture, RGB, upright, on white where it is see-through.

        Raises OSError or what Pillow raises on a broken file.
        """
        name = self._names[product_id]
        data = self._zip.read(name) if self._zip else (self.path / name).read_bytes()
        return on_white(ImageOps.exif_transpose(Image.open(io.BytesIO(data))))


def several(path: Path, pictures: list[str], taken: dict[str, str]) -> str:
    aside = [name for name in pictures if taken[Path(name).stem] != name]
    some = ", ".join(f"{taken[Path(name).stem]} not {name}" for name in aside[:3])
    return f"{path}: {len(pictures) - len(taken)} pictures left aside, others have their id: {some}"


@lru_cache
def say_once(sentence: str) -> None:
    tqdm.write(sentence, file=sys.stderr)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise NoPictures(f"{path} is neither a folder nor a zip archive") from error


@dataclass(frozen=True)
class PictureSet:
    """Decoded pictures: `pixels` (n, height, width, 3) uint8; `row_of` product id -> row.

    file: where the pixels are; what is derived of them is kept beside it.
    """

    file: Path
    pixels: np.ndarray
    row_of: dict[str, int]


def decoded(
    source: PictureSource,
    product_ids: Iterable[str],
    folder: Path,
    size: tuple[int, int],
    resize_mode: str = SQUASHED,
) -> PictureSet:
    """The pictures of these products at size (height, width), from the cache if they are there.

    resize_mode: open_clip's, or FRAMED. Pictures that are no larger than `size` are kept as large
    as the largest of some of them, where they are squashed or framed.
    Unreadable pictures are left out. Raises NoPictures when none is left.
    """
    wanted = sorted(product_id for product_id in product_ids if product_id in source)
    if not wanted:
        raise NoPictures(f"{source.path}: no picture is named after a product of the styles file")
    if resize_mode in (SQUASHED, FRAMED):
        size = _cache_size(source, wanted, size)
    stem = folder / f"pictures-{_fingerprint(source.path, wanted, size, resize_mode)}"
    index = stem.with_suffix(".json")
    if not index.exists():
        _decode(source, wanted, size, stem, resize_mode)
    ids = json.loads(index.read_text())
    file = stem.with_suffix(".u8")
    pixels = np.memmap(file, np.uint8, "r", shape=(len(ids), *size, 3))
    return PictureSet(file, pixels, {product_id: row for row, product_id in enumerate(ids)})


def _cache_size(
    source: PictureSource, wanted: list[str], limit: tuple[int, int]
) -> tuple[int, int]:
    """No single picture decides: it may be broken, or a placeholder of one pixel."""
    some = wanted[:: -(-len(wanted) // LOOKED_AT)]
    sizes = [picture.size for name in some if (picture := _readable(source, name))]
    if not sizes:
        return limit
    width, height = (max(sides) for sides in zip(*sizes, strict=True))
    return (height, width) if height <= limit[0] and width <= limit[1] else limit


def _readable(source: PictureSource, product_id: str) -> Image.Image | None:
    try:
        return source.open(product_id)
    except Exception as error:  # Pillow raises far more than OSError on broken files
        tqdm.write(f"left out {product_id}: {error}")
        return None


def _fingerprint(path: Path, wanted: list[str], size: tuple[int, int], resize_mode: str) -> str:
    stat = path.stat()
    facts = [str(path.resolve()), stat.st_size, stat.st_mtime_ns, size, resize_mode, wanted]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _decode(
    source: PictureSource, wanted: list[str], size: tuple[int, int], stem: Path, resize_mode: str
) -> None:
    stem.parent.mkdir(parents=True, exist_ok=True)
    kept = []
    with stem.with_suffix(".u8").open("wb") as out:
        for product_id in tqdm(wanted, desc=f"decoding {source.path.name}", mininterval=5):
            pixels = _pixels(source, product_id, size, resize_mode)
            if pixels is not None:
                out.write(pixels.tobytes())
                kept.append(product_id)
    if not kept:
        raise NoPictures(f"{source.path}: not one picture could be decoded")
    # Written last: an index on disk means the pixels beside it are complete.
    write_text_whole(stem.with_suffix(".json"), json.dumps(kept))


def _pixels(
    source: PictureSource, product_id: str, size: tuple[int, int], resize_mode: str
) -> np.ndarray | None:
    picture = _readable(source, product_id)
    if picture is None:
        return None
    if resize_mode == FRAMED:
        return Squash(*size, "bicubic", framed=True).pixels([picture])[0].numpy()
    return np.asarray(_FITTED[resize_mode](picture, size[::-1], Image.Resampling.BICUBIC))


#: What open_clip's preprocessing does in each of its modes: stretch, cut off, or pad.
_FITTED: dict[str, Callable[..., Image.Image]] = {
    SQUASHED: Image.Image.resize,
    "shortest": ImageOps.fit,
    "longest": ImageOps.pad,
}
