"""Length-prefixed messages between the shop and its decoder.

No pickle: the decoder reads strangers' files and may be in their hands, so that what it answers
is read as bytes of a stated, bounded length and nothing else.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

LENGTH = struct.Struct("!I")

PHOTO, REFUSED, READY = b"P", b"R", b"="
ANSWER = struct.Struct("!c4sHHB")
"""Kind of answer; then extension (NUL-padded), width, height and how many renditions follow."""

RENDITION = struct.Struct("!H")
PALETTE, COLOUR = struct.Struct("!B"), struct.Struct("!4f")
"""How many colours follow the renditions; then L, a, b and share of each."""

TASK = struct.Struct("!IIII?I")
"""Pixels, side, scans and CPU seconds allowed; whether to read the garment's colours; length of the
file, which follows."""


class BadFrame(Exception):
    """The other side sent something that is not the protocol, or stopped in the middle."""


def write_frame(stream: BinaryIO, content: bytes) -> None:
    write_all(stream, LENGTH.pack(len(content)))
    write_all(stream, content)


def read_frame(stream: BinaryIO, at_most: int) -> bytes:
    (length,) = LENGTH.unpack(read_exactly(stream, LENGTH.size))
    if length > at_most:
        raise BadFrame(f"a frame of {length:,} bytes where {at_most:,} are allowed")
    return read_exactly(stream, length)


def write_all(stream: BinaryIO, content: bytes) -> None:
    """A raw pipe takes what fits, so ask until all is gone."""
    left = memoryview(content)
    while left:
        left = left[stream.write(left) :]


def read_exactly(stream: BinaryIO, length: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        piece = stream.read(min(length - len(content), 1 << 20))
        if not piece:
            raise BadFrame("the stream ended early")
        content += piece
    return bytes(content)
