"""What a picture's first bytes say, read without decoding anything.

Both sides use it: the decoding child to turn bombs away before a codec allocates for them, and
the parent to check that what the child answers is the picture the child says it is.
"""

from __future__ import annotations

import re
from struct import error as CutShort
from struct import unpack_from

HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
AVIF_BRANDS = frozenset({b"avif", b"avis"})

NOT_TAKEN = {
    b"GIF8": "a GIF",
    b"BM": "a BMP",
    b"II*\0": "a TIFF",
    b"MM\0*": "a TIFF",
    b"8BPS": "a Photoshop file",
    b"%PDF": "a PDF",
    b"%!PS": "a PostScript file",
    b"PK\3\4": "a zip archive",
    b"<svg": "an SVG",
    b"<?xml": "an XML file",
}

MOST_SEGMENTS = 10_000
"""A JPEG has a few dozen; each scan of a progressive one adds two or three."""

# A marker is FF and a byte that is neither FF nor 00 (a stuffed FF in the pixel data). Restart
# markers and TEM stand alone inside the data and begin no segment.
_SEGMENT = re.compile(rb"\xff([\x02-\xcf\xd8-\xfe])")
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_NOT_FRAME_HEADERS = {0xC4, 0xC8, 0xCC}


def kind_of(data: bytes) -> str | None:
    """JPEG, PNG, WEBP, AVIF, HEIF, or None. By content: a file name is only a claim."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    return _kind_of_container(data) if data[4:8] == b"ftyp" else None


def _kind_of_container(data: bytes) -> str | None:
    """AVIF and HEIF share a container, and either may call itself `mif1` first."""
    end = min(int.from_bytes(data[:4]), 256, len(data))
    brands = {data[at : at + 4] for at in (8, *range(16, end - 3, 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & HEIF_BRANDS else None


def name_of_other(data: bytes) -> str | None:
    """What a file that is not taken seems to be, where a person would know the name."""
    start = data[:64].lstrip()
    return next((name for magic, name in NOT_TAKEN.items() if start.startswith(magic)), None)


def declared_size(data: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels as the header states them; None where it does not say."""
    try:
        if kind == "PNG":
            return unpack_from(">II", data, 16)
        if kind == "WEBP":
            return _webp_size(data)
        return jpeg_outline(data, 0)[0] if kind == "JPEG" else None
    except CutShort:
        return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return _uint24(data, 24) + 1, _uint24(data, 27) + 1
    if chunk == b"VP8L":
        (bits,) = unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _uint24(data: bytes, at: int) -> int:
    low, high = unpack_from("<HB", data, at)
    return low | high << 16


def jpeg_outline(data: bytes, max_scans: int) -> tuple[tuple[int, int] | None, int]:
    """(size, scans) of a JPEG; stops counting one scan past `max_scans`.

    Walks the segments as libjpeg does, so that a marker inside a comment or a thumbnail does not
    count, and one after stray bytes does. Raises ValueError for more segments than any camera
    writes.
    """
    size, scans, at = None, 0, 2
    for _ in range(MOST_SEGMENTS):
        found = _SEGMENT.search(data, at)
        if found is None or found[1][0] == _EOI:
            return size, scans
        marker, at = found[1][0], found.end()
        if marker == _SOI or at + 2 > len(data):
            continue
        if marker == _SOS:
            scans += 1
        elif 0xC0 <= marker <= 0xCF and marker not in _NOT_FRAME_HEADERS:
            size = _frame_size(data, at)
        if scans > max_scans:
            return size, scans
        at += int.from_bytes(data[at : at + 2])
    raise ValueError(f"more than {MOST_SEGMENTS:,} segments")


def _frame_size(data: bytes, at: int) -> tuple[int, int]:
    height, width = unpack_from(">HH", data, at + 3)
    return width, height
