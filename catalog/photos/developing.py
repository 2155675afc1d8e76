"""From a stranger's bytes to the shop's own picture. Runs in the decoding child only."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from struct import error as CutShort

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile
from pillow_heif.as_plugin import HeifImageFile

from catalog.colours.palette import Palette, palette_of

from .colours import in_srgb, is_see_through, plain, white_where_clear
from .headers import declared_size, jpeg_outline, kind_of, name_of_other
from .limits import MASTER_SIDE, RENDITION_WIDTHS, Limits
from .photo import PhotoRefused

# Opened by class and never through Image.open: whatever a file claims to be, no other plugin
# (PostScript calls an outside program) is ever loaded.
READERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WEBP": WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "HEIF": HeifImageFile,
}

TOO_EARLY = re.compile("truncated|end of file|create decoder object", re.IGNORECASE)

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# One thread each: a thread more costs address space, and the shop decodes two at a time.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False
# The limits are ours, and named in our words; Pillow's own would only add a second, looser one.
Image.MAX_IMAGE_PIXELS = None

Developed = tuple[bytes, str, tuple[int, int], dict[int, bytes], Palette]


def develop(data: bytes, limits: Limits, with_colours: bool = True) -> Developed:
    """(encoded picture, extension, (width, height), renditions, palette). Raises PhotoRefused."""
    kind = kind_of(data)
    if kind is None:
        raise PhotoRefused(_not_taken(data))
    try:
        _check_header(data, kind, limits)
        master = _master(data, kind, limits)
        copies = _smaller_copies(master)
        palette = palette_of(copies[-1][1] if copies else master) if with_colours else ()
        renditions = {width: _webp(copy, 80) for width, copy in copies}
        return *_encoded(master), master.size, renditions, palette
    except PhotoRefused:
        raise
    except MemoryError:
        raise PhotoRefused("takes too much memory to decode") from None
    except Exception as error:  # a codec raises whatever it likes on a broken file
        raise PhotoRefused(f"broken {_spelt(kind)}: {_in_words(error)}") from error


def _not_taken(data: bytes) -> str:
    other = name_of_other(data)
    what = f"this is {other}: " if other else "not a picture we know: "
    return f"{what}JPEG, PNG, WebP, AVIF or HEIF only"


def _spelt(kind: str) -> str:
    return {"WEBP": "WebP"}.get(kind, kind)


def _in_words(error: Exception) -> str:
    """Codecs have a dozen ways to say that a file ends too early."""
    message = str(error) or type(error).__name__
    if isinstance(error, CutShort) or TOO_EARLY.search(message):
        return "cut short"
    return " ".join(message.split())


def _check_header(data: bytes, kind: str, limits: Limits) -> None:
    if kind == "JPEG" and jpeg_outline(data, limits.max_scans)[1] > limits.max_scans:
        raise PhotoRefused(f"too many JPEG scans: {limits.max_scans} at most")
    size = declared_size(data, kind)
    if size is not None:
        check_size(size, limits)


def check_size(size: tuple[int, int], limits: Limits) -> None:
    width, height = size
    if min(size) < 1:
        raise PhotoRefused(f"no pixels: {width} x {height}")
    if max(size) > limits.max_side:
        raise PhotoRefused(f"too long a side: {max(size):,} px, {limits.max_side:,} at most")
    if width * height > limits.max_pixels:
        pixels, most = width * height / 1e6, limits.max_pixels / 1e6
        raise PhotoRefused(f"too many pixels: {pixels:.4g} megapixels, {most:g} at most")


def _master(data: bytes, kind: str, limits: Limits) -> Image.Image:
    """The upright sRGB picture, capped at MASTER_SIDE, with nothing attached to it."""
    opened = READERS[kind](BytesIO(data))
    check_size(opened.size, limits)
    fit = _fitting(opened.size)
    # A large JPEG can be decoded at an eighth to a half, never below what we keep.
    opened.draft(None, fit)
    opened.load()
    orientation, profile = _orientation(opened), opened.info.get("icc_profile")
    image = plain(opened)
    if image.size != fit:
        image = image.resize(fit, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image = in_srgb(image, profile)
    if orientation in UPRIGHT:
        image = image.transpose(UPRIGHT[orientation])
    # Pillow writes a JPEG's comment, among others, back from here when it saves.
    image.info = {}
    return white_where_clear(image) if is_see_through(image) else image.convert("RGB")


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, MASTER_SIDE / max(size))
    width, height = (max(1, round(side * scale)) for side in size)
    return width, height


def _orientation(opened: Image.Image) -> int:
    try:
        value = opened.getexif().get(ORIENTATION, 1)
    except Exception:  # broken EXIF raises a dozen things; the picture below it may be good
        return 1
    return value if isinstance(value, int) else 1


def _smaller_copies(master: Image.Image) -> list[tuple[int, Image.Image]]:
    """Each made from the next larger one, which costs a fraction and looks the same."""
    copies, image = [], master
    for width in sorted((w for w in RENDITION_WIDTHS if w < master.width), reverse=True):
        height = max(1, round(master.height * width / master.width))
        image = image.resize((width, height), Image.Resampling.BICUBIC, reducing_gap=2.0)
        copies.append((width, white_where_clear(image)))
    return copies


def _encoded(master: Image.Image) -> tuple[bytes, str]:
    if master.mode == "RGBA":
        return _webp(master, 90), "webp"
    out = BytesIO()
    master.save(out, "JPEG", quality=90)
    return out.getvalue(), "jpg"


def _webp(image: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    # Method 1 takes a quarter of the default's time for 5 % more bytes.
    image.save(out, "WEBP", quality=quality, method=1)
    return out.getvalue()
