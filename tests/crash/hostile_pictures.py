"""Pictures that strangers send to do harm: those of the open set, and bombs made here."""

from __future__ import annotations

import io
import json
import os
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from PIL import Image


@dataclass(frozen=True)
class Case:
    """`expect`: what must become of it: refused, decodes, or either."""

    name: str
    expect: str
    data: bytes


def hostile(number: int) -> list[Case]:
    """So many, in an order that is the same each time: the bombs first, then the open set's.

    Without the open set the bombs come again and again, each time with other bytes spoilt.
    """
    made = bombs()
    rest = of_the_open_set() or list(islice(spoilt(made), number))
    step = max(len(rest) // max(number - len(made), 1), 1)
    cases = [*made, *rest[::step]][:number]
    random.Random(7).shuffle(cases)
    return cases


def of_the_open_set() -> list[Case]:
    here = Path(__file__).resolve().parents[3] / "shared" / "data"
    path = Path(os.environ.get("UNDERSTUDY_DATA", here), "hostile.zip")
    if not path.exists():
        return []
    with zipfile.ZipFile(path) as archive:
        lines = map(json.loads, archive.read("MANIFEST.jsonl").decode().splitlines())
        return [
            Case(case["file"], case["expect"], archive.read(case["file"]))
            for case in lines
            if case["file"].startswith("images/")
        ]


def bombs() -> list[Case]:
    good = photo()
    return [
        Case("wide.png", "refused", png_of_zeros(60_000, 60_000, 4_000_000)),
        Case("just-too-many.png", "refused", png_of_zeros(6_000, 6_000, 36_000_000)),
        Case("half.jpg", "either", good[: len(good) // 2]),
        Case("heavy.jpg", "refused", good + bytes(10_500_000)),
        Case("lies.jpg", "refused", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        Case("page.gif", "refused", b"GIF89a<script>alert(1)</script>"),
        Case("empty.png", "refused", b""),
        Case("frames.gif", "refused", many_frames()),
        Case("talkative.jpg", "decodes", photo(comment=b"where she lives " * 4_000)),
        Case("../../../etc/passwd.jpg", "decodes", good),
    ]


def photo(**how: object) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((480, 640), 40).convert("RGB").save(file, "JPEG", **how)
    return file.getvalue()


def png_of_zeros(width: int, height: int, pixels: int) -> bytes:
    """Says that it is this large, and holds so many black pixels in next to no bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(pixels + pixels // width), 9)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def many_frames() -> bytes:
    file = io.BytesIO()
    frames = [Image.new("P", (300, 300), shade) for shade in range(120)]
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    return file.getvalue()


def spoilt(cases: list[Case]) -> Iterator[Case]:
    chance = random.Random(11)
    for number, case in enumerate(cycle(cases)):
        data = bytearray(case.data[:200_000] or b"?")
        for _ in range(12):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield Case(f"{number}-{case.name}", "either", bytes(data))
