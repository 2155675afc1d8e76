"""How much a picture may cost us, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass

MASTER_SIDE = 2000
"""Pixels on the longest side of what is kept: twice the widest place a page shows it in."""

RENDITION_WIDTHS = (96, 320, 640)
"""Widths in pixels of the smaller WebP copies. Never enlarged."""


@dataclass(frozen=True)
class Limits:
    """What one picture may be, and what decoding it may cost."""

    max_bytes: int = 10_000_000
    max_pixels: int = 25_000_000
    max_side: int = 12_000
    max_scans: int = 64
    """Scans of a progressive JPEG: each costs a pass over every pixel and 35 bytes of file."""
    cpu_seconds: int = 5
    wall_seconds: float = 9.0


LIMITS = Limits()

MEMORY_BYTES = 1 << 30
"""Address space of a decoding process, libraries included."""

PICTURES_PER_CHILD = 2000
"""A decoder is replaced after so many, so that no leak in a codec adds up."""

DECODERS = 2
"""Pictures a process decodes at the same time, so that one slow upload does not stop the next."""
