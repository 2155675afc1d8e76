"""Whatever way a file spells its colours, the shop keeps 8-bit sRGB."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

SPACES = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}

_SRGB = ImageCms.createProfile("sRGB")


def plain(image: Image.Image) -> Image.Image:
    """The picture as L, RGB, RGBA or CMYK, eight bits a channel."""
    if image.mode.startswith("I"):  # 16-bit grey, which Pillow would clip and not scale
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in SPACES else image.convert("RGB")


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Through the picture's own profile where that is sound; else as if it had none."""
    converted = _through_profile(image, profile) if profile else None
    if converted is not None:
        return converted
    return image if image.mode in ("RGB", "RGBA") else image.convert("RGB")


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        if own.profile.xcolor_space.strip() != SPACES[image.mode]:
            return None
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, own, _SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError):
        return None


def is_see_through(image: Image.Image) -> bool:
    """An alpha channel that is opaque everywhere says nothing."""
    return image.mode == "RGBA" and image.getchannel("A").getextrema() != (255, 255)


def white_where_clear(image: Image.Image) -> Image.Image:
    """Pixels nobody sees are made white, for readers that drop the alpha channel.

    Resampling leaves them black, and an encoder would then see every cut-out on a black ground.
    """
    if image.mode != "RGBA":
        return image
    clear = image.getchannel("A").point(lambda alpha: 255 if alpha == 0 else 0)
    image.paste((255, 255, 255, 0), mask=clear)
    return image
