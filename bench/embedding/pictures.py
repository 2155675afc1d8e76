"""Picture files to measure on: a folder's, a zip's, or drawn here."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image, ImageDraw

#: Pictures of one set; more would not change a median.
MOST = 128
FEWEST = 32
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}


class NoPictures(ValueError):
    """There is not enough to measure on. The sentence says what was looked for."""


@contextmanager
def picture_files(images: Path | None) -> Iterator[dict[str, list[Path]]]:
    """Sets of files by what they are called in the report. Raises NoPictures, OSError."""
    with TemporaryDirectory(prefix="understudy-bench-") as temporary:
        folder = Path(temporary)
        if images is None:
            yield {"224 px": drawn(folder, 224, MOST), "1000 px": drawn(folder, 1000, FEWEST)}
        else:
            yield {images.name: given(images, folder)}


def given(images: Path, folder: Path) -> list[Path]:
    """The first pictures, by name, of a folder or of a zip that is unpacked into `folder`."""
    if not images.exists():
        raise NoPictures(f"{images} does not exist.")
    files = sorted(f for f in images.iterdir() if is_picture(f.name)) if images.is_dir() else None
    found = (unpacked(images, folder) if files is None else files)[:MOST]
    if len(found) < FEWEST:
        raise NoPictures(f"{images} holds {len(found)} pictures; {FEWEST} are needed.")
    return found


def unpacked(archive: Path, folder: Path) -> list[Path]:
    try:
        with zipfile.ZipFile(archive) as opened:
            names = sorted(name for name in opened.namelist() if is_picture(name))[:MOST]
            return [write(folder / f"{n}-{Path(name).name}", opened.read(name))
                    for n, name in enumerate(names)]  # fmt: skip
    except zipfile.BadZipFile as error:
        raise NoPictures(f"{archive} is neither a folder nor a zip archive.") from error


def is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def drawn(folder: Path, side: int, count: int) -> list[Path]:
    """JPEG files side x side with some texture in them, so that decoding costs what it does."""
    paths = [folder / f"{side}-{n:03}.jpg" for n in range(count)]
    for n, path in enumerate(paths):
        picture(n, side).save(path, "JPEG", quality=88)
    return paths


def picture(seed: int, side: int) -> Image.Image:
    rng = np.random.default_rng(seed)
    noise = rng.integers(200, 255, (side // 4, side // 4, 3), dtype=np.uint8)
    ground = Image.fromarray(noise).resize((side, side), Image.Resampling.BICUBIC)
    colour = tuple(int(value) for value in rng.integers(0, 255, 3))
    corners = [(0.27, 0.09), (0.73, 0.09), (0.85, 0.94), (0.15, 0.94)]
    ImageDraw.Draw(ground).polygon([(x * side, y * side) for x, y in corners], fill=colour)
    return ground
