"""From a stranger's file to a photo with its garments, each with its vector."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from PIL import Image

from catalog.colours.foreground import on_white
from catalog.photos import Photo, admit
from recommender.photos.garments import Box, Garment, garment_at, garments_in
from recommender.query_encoder import encode_pictures
from recommender.search import QueryVector
from shop.photo_search.line import Line
from shop.photo_search.models import Drawing, SearchGarment, SearchPhoto

#: Pixels on the longest side: what a page shows, and finer than any encoder looks at a garment.
SIDE = 1280
MOST_GARMENTS = 12
LINE = Line(
    settings.PHOTO_SEARCHES_AT_ONCE, settings.PHOTO_SEARCHES_IN_LINE, settings.PHOTO_PATIENCE
)


class EncoderAway(RuntimeError):
    """No encoder can look at pictures just now."""


def take_in(source: bytes | BinaryIO) -> SearchPhoto:
    """Raises PhotoRefused, DarkroomBroken, Busy or EncoderAway; nothing is kept then."""
    with LINE.turn():
        picture = opened(admit(source, with_colours=False))
        found = garments_in(picture)[:MOST_GARMENTS]
        vectors = seen(found)
    return stored(picture, found, vectors)


def look_at(photo: SearchPhoto, box: Box) -> SearchGarment:
    """What is in that box: a garment more, or one that is known. Raises Busy or EncoderAway."""
    with LINE.turn():
        garment = garment_at(Image.open(io.BytesIO(photo.picture)).convert("RGB"), box)
        (vector,) = seen([garment])
    return added(photo, garment, vector)


@transaction.atomic
def added(photo: SearchPhoto, garment: Garment, vector: QueryVector) -> SearchGarment:
    # One at a time: two taps must not get one number.
    SearchPhoto.objects.select_for_update().defer("picture").get(pk=photo.pk)
    known = list(photo.garments.all())
    row = as_row(photo, 1 + max((each.number for each in known), default=0), garment, vector)
    same = next((each for each in known if (each.kind, each.box) == (row.kind, row.box)), None)
    if same is None:
        row.save()
    return same or row


def opened(photo: Photo) -> Image.Image:
    """Upright RGB of SIDE px at most, on white where it was see-through."""
    file = Image.open(io.BytesIO(photo.data))
    file.draft("RGB", (SIDE, SIDE))
    image = on_white(file)
    image.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    return image


def seen(garments: Sequence[Garment]) -> list[QueryVector]:
    vectors = encode_pictures([garment.picture for garment in garments])
    if vectors is None:
        raise EncoderAway
    return vectors


@transaction.atomic
def stored(
    picture: Image.Image, found: Sequence[Garment], vectors: Sequence[QueryVector]
) -> SearchPhoto:
    let_go()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    photo = SearchPhoto.objects.create(
        picture=file.getvalue(), width=picture.width, height=picture.height
    )
    pairs = enumerate(zip(found, vectors, strict=True), start=1)
    SearchGarment.objects.bulk_create(as_row(photo, n, *pair) for n, pair in pairs)
    return photo


def let_go() -> None:
    """Of what has been kept for long enough."""
    Drawing.objects.over().delete()
    SearchPhoto.objects.over().delete()


def as_row(photo: SearchPhoto, number: int, garment: Garment, vector: QueryVector) -> SearchGarment:
    return SearchGarment(
        photo=photo,
        number=number,
        kind=garment.kind,
        types=list(garment.types),
        box=[round(share, 4) for share in garment.box],
        outline=[[[round(x, 4), round(y, 4)] for x, y in line] for line in garment.outline],
        colours=list(garment.colours),
        confidence=garment.confidence,
        encoder_id=vector.encoder_id,
        vector=vector.numbers,
    )
