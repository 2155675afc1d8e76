"""Reading what a decoder says, as one reads a stranger's letter."""

from __future__ import annotations

import math
import string
from typing import BinaryIO

from catalog.colours.palette import MOST_COLOURS, Colour, Palette

from .frames import ANSWER, COLOUR, PALETTE, PHOTO, REFUSED, RENDITION, read_exactly, read_frame
from .headers import declared_size, kind_of
from .limits import MASTER_SIDE, RENDITION_WIDTHS
from .photo import Photo, PhotoRefused, source_digest

KIND_OF_EXTENSION = {"jpg": "JPEG", "webp": "WEBP"}
LONGEST_REASON = 500
# Noise, which no codec shrinks, is three bytes a pixel at worst.
MOST_BYTES = MASTER_SIDE * MASTER_SIDE * 4

_READABLE = frozenset(string.printable) - frozenset("\t\n\r\x0b\x0c<>")


class BadAnswer(Exception):
    """A decoder that says such things is broken, or no longer ours."""


def read_answer(answers: BinaryIO, source: bytes) -> Photo:
    """Raises PhotoRefused as the decoder says; BadAnswer or BadFrame where it makes no sense."""
    kind, extension, width, height, copies = ANSWER.unpack(read_exactly(answers, ANSWER.size))
    if kind == REFUSED:
        raise PhotoRefused(_readable(read_frame(answers, LONGEST_REASON)))
    if kind != PHOTO or copies > len(RENDITION_WIDTHS):
        raise BadAnswer("neither a photo nor a refusal")
    if not 1 <= max(width, height) <= MASTER_SIDE:
        raise BadAnswer(f"a picture of {width} x {height}")
    spelt = extension.rstrip(b"\0").decode("ascii", "replace")
    picture = _read_picture(answers, KIND_OF_EXTENSION.get(spelt, ""), width, height)
    renditions = dict(_read_rendition(answers, width) for _ in range(copies))
    palette = _read_palette(answers)
    return Photo(picture, spelt, width, height, source_digest(source), renditions, palette)


def _read_rendition(answers: BinaryIO, full_width: int) -> tuple[int, bytes]:
    (width,) = RENDITION.unpack(read_exactly(answers, RENDITION.size))
    if width not in RENDITION_WIDTHS or width >= full_width:
        raise BadAnswer(f"a rendition {width} px wide")
    return width, _read_picture(answers, "WEBP", width)


def _read_palette(answers: BinaryIO) -> Palette:
    (colours,) = PALETTE.unpack(read_exactly(answers, PALETTE.size))
    if colours > MOST_COLOURS:
        raise BadAnswer(f"a garment of {colours} colours")
    return tuple(_read_colour(answers) for _ in range(colours))


def _read_colour(answers: BinaryIO) -> Colour:
    lightness, a, b, share = COLOUR.unpack(read_exactly(answers, COLOUR.size))
    # NaN is in no range, so it is refused as well.
    is_colour = -1 <= lightness <= 101 and math.hypot(a, b) <= 150 and 0 <= share <= 1.001
    if not is_colour:
        raise BadAnswer("a colour that nobody sees")
    return Colour((lightness, a, b), share)


def _read_picture(answers: BinaryIO, kind: str, width: int, height: int | None = None) -> bytes:
    """Bytes whose own header says they are that kind of picture, in that size."""
    picture = read_frame(answers, MOST_BYTES)
    size = declared_size(picture, kind) if kind and kind_of(picture) == kind else None
    if size is None or size[0] != width or (height or size[1]) != size[1]:
        raise BadAnswer("a picture that is not what it is said to be")
    return picture


def _readable(reason: bytes) -> str:
    """One printable line; a codec's message may quote the file it choked on."""
    text = reason.decode("ascii", "replace")
    return "".join(letter if letter in _READABLE else "?" for letter in text)
