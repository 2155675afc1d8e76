"""What the first photo would wait for otherwise: decoder, segmenter, the encoder's eye."""

from __future__ import annotations

import io

import structlog
from PIL import Image

from catalog.photos import DarkroomBroken, admit
from recommender.photos.garments import garments_in
from shop.photo_search.taking_in import EncoderAway, opened, seen

log = structlog.get_logger(__name__)


def look_at_nothing() -> None:
    """Take in an empty photo and keep nothing of it. Stands in no line: nobody waits for it."""
    file = io.BytesIO()
    Image.new("RGB", (480, 640), "gray").save(file, "JPEG")
    try:
        seen(garments_in(opened(admit(file.getvalue(), with_colours=False))))
    except (DarkroomBroken, EncoderAway) as error:
        log.warning("photos_not_warmed", why=type(error).__name__)
