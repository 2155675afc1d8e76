"""Every picture of the open set of hostile files, against what its manifest says must happen."""

from __future__ import annotations

import json
import os
import time
import zipfile
from functools import cache
from pathlib import Path

import pytest

from catalog.photos import Photo, PhotoRefused, admit

from .pictures import corner_colours, decoded, is_close

REPOSITORY = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("UNDERSTUDY_DATA", REPOSITORY.parent / "shared" / "data"))
HOSTILE = DATA / "hostile.zip"

NAMED = {
    "dim-over": "at most",
    "empty-file": "",
    "file-size": "too large a file: 10 MB at most",
    "format-exotic": "JPEG, PNG, WebP, AVIF or HEIF only",
    "jpeg-many-scans": "too many JPEG scans: 64 at most",
    "not-image-text": "JPEG, PNG, WebP, AVIF or HEIF only",
    "png-real-bomb": "at most",
    "valid-gif": "this is a GIF",
}
"""Where the manifest leaves no doubt, the reason has to say this."""


@cache
def pictures_by_class() -> dict[str, list[dict]]:
    classes: dict[str, list[dict]] = {}
    if not HOSTILE.exists():
        return classes
    with zipfile.ZipFile(HOSTILE) as archive:
        rows = map(json.loads, archive.read("MANIFEST.jsonl").splitlines())
        for row in rows:
            if row["file"].startswith(("images/", "csv/images/")):
                classes.setdefault(row["class"], []).append(row)
    return classes


@pytest.mark.skipif(not HOSTILE.exists(), reason=f"no hostile pictures at {HOSTILE}")
def test_the_set_has_its_504_pictures() -> None:
    assert sum(map(len, pictures_by_class().values())) == 504


@pytest.mark.parametrize("kind", sorted(pictures_by_class()))
def test_hostile_pictures(kind: str) -> None:
    wrong = []
    with zipfile.ZipFile(HOSTILE) as archive:
        for row in pictures_by_class()[kind]:
            wrong += [f"{row['file']}: {what}" for what in complaints(archive, row)]
    assert not wrong


def complaints(archive: zipfile.ZipFile, row: dict) -> list[str]:
    data, started = archive.read(row["file"]), time.monotonic()
    try:
        outcome: Photo | PhotoRefused = admit(data)
    except PhotoRefused as refused:
        outcome = refused
    slow = ["took over 10 s"] if time.monotonic() - started > 10 else []
    got = "decodes" if isinstance(outcome, Photo) else "refused"
    unexpected = [] if row["expect"] in (got, "either") else [f"{got}, not {row['expect']}"]
    if isinstance(outcome, Photo):
        return slow + unexpected + _wrong_in_photo(outcome, row.get("oracle", {}))
    return slow + unexpected + _wrong_in_reason(outcome.reason, NAMED.get(row["class"], ""))


def _wrong_in_reason(reason: str, expected: str) -> list[str]:
    is_sentence = 5 < len(reason) < 300 and reason.isprintable()
    return [] if is_sentence and expected in reason else [f"says {reason!r}"]


def _wrong_in_photo(photo: Photo, oracle: dict) -> list[str]:
    wrong = []
    for data in (photo.data, *photo.renditions.values()):
        picture = decoded(data)
        if picture.getexif() or {"exif", "xmp", "comment", "icc_profile"} & picture.info.keys():
            wrong.append("metadata came along")
        wrong += [f"{text} came along" for text in _forbidden(oracle) if text in data]
    if decoded(photo.data).size != (photo.width, photo.height):
        wrong.append("the size is not the picture's")
    return wrong + _wrong_way_up(photo, oracle)


def _forbidden(oracle: dict) -> list[bytes]:
    return [text.encode() for text in oracle.get("output_must_not_contain", [])]


def _wrong_way_up(photo: Photo, oracle: dict) -> list[str]:
    if "corners" not in oracle:
        return []
    expected = [tuple(oracle["corners"][name]) for name in ("tl", "tr", "bl", "br")]
    found = corner_colours(decoded(photo.data))
    is_upright = [photo.width, photo.height] == oracle["upright_size"] and all(
        is_close(*pair, oracle["tolerance"]) for pair in zip(found, expected, strict=True)
    )
    return [] if is_upright else [f"{photo.width} x {photo.height}, corners {found}"]
