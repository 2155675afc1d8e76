"""The one door every picture comes through: import, admin, API and shoppers alike.

What comes in is a stranger's file. What goes out is a picture this shop encoded itself: upright,
sRGB, without metadata, 2,000 px at most on its longest side, with smaller renditions beside it.

    photo = admit(upload)       # or bytes, or a Path; raises PhotoRefused with a reason

Which format goes out is one rule. A picture with a see-through pixel becomes a WebP (quality 90,
its alpha exact), because a cut-out garment must stay cut out; everything else becomes a JPEG of
quality 90, which every mail client, feed and marketplace reads. Of an animation, an MPO or a HEIF
burst the first (primary) picture is taken.

Nothing here needs Django, and the pictures are decoded in a child process (`darkroom.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from .darkroom import DarkroomBroken, shared_darkroom
from .limits import LIMITS, MASTER_SIDE, RENDITION_WIDTHS, Limits
from .photo import Photo, PhotoRefused, source_digest

__all__ = [
    "LIMITS",
    "MASTER_SIDE",
    "RENDITION_WIDTHS",
    "DarkroomBroken",
    "Limits",
    "Photo",
    "PhotoRefused",
    "admit",
    "source_digest",
]


def admit(
    source: bytes | BinaryIO | Path, limits: Limits = LIMITS, with_colours: bool = True
) -> Photo:
    """Take one picture in. A file object is read from where it stands.

    Without colours, a small picture takes two thirds of the time, and `palette` is empty.
    Raises PhotoRefused for anything wrong with the picture, OSError where the file itself cannot
    be read, DarkroomBroken where this machine cannot decode at all. Safe to call from threads and
    after a fork; takes `limits.wall_seconds` at most once a decoder is free.
    """
    data = _read(source, limits.max_bytes)
    if not data:
        raise PhotoRefused("empty file")
    return shared_darkroom().develop(data, limits, with_colours)


def _read(source: bytes | BinaryIO | Path, max_bytes: int) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _read(file, max_bytes)
    # One byte more than allowed is enough to know, however endless the stream is.
    data = source if isinstance(source, bytes) else source.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise PhotoRefused(f"too large a file: {max_bytes / 1e6:g} MB at most")
    return data
