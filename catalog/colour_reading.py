"""From "this photo's colours are to be read" to "colours stored": a batch of photos at a time.

The photo's row is the job. Whoever claims photos counts the try and puts the next one off, and
commits that before a file is opened: what a killed worker had in hand comes up again by itself,
and a file that cannot be read, or kills its reader, runs out of tries. After its first try a photo
is tried alone, so that nobody's photo is blamed for its neighbour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.timezone import now
from PIL import Image

from catalog.colours import Stated, palette_of, stated_colours
from catalog.models import ProductImage
from catalog.picture import rendition_name

log = structlog.get_logger(__name__)

BATCH = 100
#: How long a photo waits after its first and its second try. The third is the last. Longer than
#: a task may take, so that nobody takes a photo that somebody is reading.
WAITS = (timedelta(minutes=2), timedelta(minutes=10))

#: Pixels of width. Smaller copies are WebP with a colour for four pixels, which at 96 px is too
#: coarse: one main colour in nine came out under another name than the picture's own.
FINE_ENOUGH = 320


@dataclass(frozen=True)
class Outcome:
    """What became of one batch: photos taken in hand, and those whose colours are stored."""

    claimed: int = 0
    read: int = 0


def read_for(seconds: float) -> None:
    """Read what is due, for so long at most and a batch."""
    until = monotonic() + seconds
    while monotonic() < until and read_batch().claimed:
        pass


def read_batch(size: int = BATCH) -> Outcome:
    photos = claim(size)
    return Outcome(len(photos), store([photo for photo in photos if look_at(photo)]))


@transaction.atomic
def claim(size: int = BATCH) -> list[ProductImage]:
    """Due photos that are nobody else's: fresh ones, or one that was tried before."""
    due = ProductImage.objects.colours_due().select_for_update(skip_locked=True, no_key=True)
    found = list(due.only("image", "width", "height", "digest", "colours_tries")[:size])
    photos = [photo for photo in found if not photo.colours_tries] or found[:1]
    tries = photos[0].colours_tries + 1 if photos else 0
    for photo in photos:
        photo.colours_tries = tries
    claimed = ProductImage.objects.filter(pk__in=[photo.pk for photo in photos])
    claimed.update(colours_tries=tries, colours_due_at=next_try(tries))
    return photos


def next_try(tries: int) -> datetime | None:
    return now() + WAITS[tries - 1] if tries <= len(WAITS) else None


def look_at(photo: ProductImage) -> bool:
    """Read the photo's colours into it, unsaved. Whether they could be read."""
    try:
        photo.colours = colours_of(photo)
    except Exception as error:  # a decoder may raise anything on a damaged file
        why = f"{type(error).__name__}: {error}"
        log.warning("colours_not_read", photo=photo.pk, tries=photo.colours_tries, error=why)
        return False
    return True


def colours_of(photo: ProductImage) -> list[Stated]:
    name = str(photo.image.name)
    if photo.width > FINE_ENOUGH:
        name = rendition_name(name, FINE_ENOUGH)
    # The file is one this shop encoded itself, so it is safe to decode here.
    with default_storage.open(name) as file, Image.open(file, formats=["WEBP", "JPEG"]) as picture:
        return stated_colours(palette_of(picture))


@transaction.atomic
def store(photos: list[ProductImage]) -> int:
    """Write the colours to those that still are what was read; how many.

    A row that somebody holds is not waited for, since whoever waits with others in hand may wait
    in a circle. It is tried again.
    """
    claims = {photo.pk: (photo.digest, photo.colours_tries) for photo in photos}
    rows = ProductImage.objects.filter(pk__in=claims).order_by()
    locked = rows.select_for_update(skip_locked=True, no_key=True)
    current = {row.pk: (row.digest, row.colours_tries) for row in locked}
    same = [photo for photo in photos if current.get(photo.pk) == claims[photo.pk]]
    for photo in same:
        photo.colours_due_at, photo.colours_tries = None, 0
    return ProductImage.objects.bulk_update(same, ["colours", "colours_due_at", "colours_tries"])
