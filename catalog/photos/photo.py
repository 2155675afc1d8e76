"""What comes out of the door: a photo, or the reason why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from catalog.colours.palette import Palette


class PhotoRefused(ValueError):
    """The picture cannot be taken; `reason` is a short sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Photo:
    """A picture we encoded ourselves."""

    data: bytes
    extension: str
    """"jpg" or "webp"; goes with `data`. Renditions are always WebP."""
    width: int
    height: int
    source_digest: str
    """SHA-256 in hex of the file that came in, so that an import knows it again undecoded."""
    renditions: dict[int, bytes] = field(default_factory=dict)
    """Width in pixels -> WebP. Only widths smaller than the picture."""
    palette: Palette = ()
    """The garment's own colours; empty where they were not asked for."""


def source_digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
