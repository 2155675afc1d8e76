"""Photos for the stories: plain colours, which a fake encoder's vectors are made of."""

from __future__ import annotations

import io

from PIL import Image


def photo_of(colour: str, size: tuple[int, int] = (300, 400), kind: str = "JPEG", **how) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **how)
    return file.getvalue()


def named(data: bytes, name: str = "street.jpg") -> io.BytesIO:
    """As a browser sends it."""
    file = io.BytesIO(data)
    file.name = name
    return file
