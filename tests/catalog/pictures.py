"""Pictures for the tests of the one door, good ones and hostile ones, made on the spot."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()

RED, GREEN, BLUE, YELLOW = (220, 20, 20), (20, 180, 40), (30, 60, 220), (240, 210, 20)
CORNERS = (RED, GREEN, BLUE, YELLOW)


def encoded(image: Image.Image, file_format: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    image.save(out, file_format, **options)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def dress_photo(width: int = 240, height: int = 320) -> Image.Image:
    """Upright: red top left, green top right, blue bottom left, yellow bottom right."""
    quarters = Image.new("RGB", (2, 2))
    quarters.putdata(CORNERS)
    return quarters.resize((width, height), Image.Resampling.NEAREST)


def corner_colours(image: Image.Image) -> list[tuple[int, ...]]:
    right, bottom = image.width - 24, image.height - 24
    rgb = image.convert("RGB")
    return [rgb.getpixel(at) for at in ((24, 24), (right, 24), (24, bottom), (right, bottom))]


def is_close(colour: tuple[int, ...], expected: tuple[int, ...], tolerance: int = 40) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(colour, expected, strict=True))


def png_that_claims(width: int, height: int) -> bytes:
    """A PNG header with a sound checksum and next to no data behind it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 64)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(name, body) for name, body in chunks)


def png_with_text(image: Image.Image, text: bytes, times: int) -> bytes:
    plain = encoded(image, "PNG")
    bomb = _png_chunk(b"zTXt", b"note\0\0" + zlib.compress(text))
    return plain[:33] + bomb * times + plain[33:]


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def jpeg_with_scans(image: Image.Image, more: int) -> bytes:
    """A progressive JPEG (ten scans) with its last scan repeated `more` times."""
    plain = encoded(image, "JPEG", progressive=True)
    last = plain[plain.rindex(b"\xff\xda") : -2]
    return plain[:-2] + last * more + b"\xff\xd9"


def profile_with_red_and_blue_swapped() -> bytes:
    sound = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return sound.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
