"""From a stranger's file to a photo with its garments, each with its vector."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from PIL import Image

from catalog.colours.foreground import on_white
from catalog.photos import Photo, admit
from recommender.mixed_query import Mixture
from recommender.photos.garments import WHOLE, Box, Garment, garment_at, garments_in, whole
from recommender.photos.views import views_of
from recommender.query_encoder import encode_pictures
from shop.photo_search.line import Line
from shop.photo_search.models import Drawing, SearchGarment, SearchPhoto

#: Pixels on the longest side: what a page shows, and finer than any encoder looks at a garment.
SIDE = 1280
MOST_GARMENTS = 12
#: Kept of a view's numbers, which are below one: cosines are right to four of them.
DIGITS = 5
LINE = Line(
    settings.PHOTO_SEARCHES_AT_ONCE, settings.PHOTO_SEARCHES_IN_LINE, settings.PHOTO_PATIENCE
)


class EncoderAway(RuntimeError):
    """No encoder can look at pictures just now."""


def take_in(source: bytes | BinaryIO) -> SearchPhoto:
    """Raises PhotoRefused, DarkroomBroken, Busy or EncoderAway; nothing is kept then."""
    with LINE.turn():
        picture = opened(admit(source, with_colours=False))
        found = with_the_whole(picture, garments_in(picture)[:MOST_GARMENTS])
        sights = seen(found)
    return stored(picture, found, sights)


def with_the_whole(picture: Image.Image, found: Sequence[Garment]) -> Sequence[Garment]:
    """For who means none of what was found."""
    return found if any(each.box == WHOLE for each in found) else (*found, whole(picture))


def look_at(photo: SearchPhoto, box: Box) -> SearchGarment:
    """What is in that box: a garment more, or one that is known. Raises Busy or EncoderAway."""
    with LINE.turn():
        garment = garment_at(Image.open(io.BytesIO(photo.picture)).convert("RGB"), box)
        (sight,) = seen([garment])
    return added(photo, garment, sight)


@transaction.atomic
def added(photo: SearchPhoto, garment: Garment, sight: Mixture) -> SearchGarment:
    # One at a time: two taps must not get one number.
    SearchPhoto.objects.select_for_update().defer("picture").get(pk=photo.pk)
    known = list(photo.garments.all())
    row = as_row(photo, 1 + max((each.number for each in known), default=0), garment, sight)
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


def seen(garments: Sequence[Garment]) -> list[Mixture]:
    """Raises EncoderAway."""
    shown = [views_of(garment) for garment in garments]
    vectors = encode_pictures([view.picture for views in shown for view in views])
    if vectors is None:
        raise EncoderAway
    rest = iter(vectors)
    return [
        Mixture(tuple(islice(rest, len(views))), tuple(view.doubt for view in views))
        for views in shown
    ]


@transaction.atomic
def stored(
    picture: Image.Image, found: Sequence[Garment], sights: Sequence[Mixture]
) -> SearchPhoto:
    let_go()
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    photo = SearchPhoto.objects.create(
        picture=file.getvalue(), width=picture.width, height=picture.height
    )
    pairs = enumerate(zip(found, sights, strict=True), start=1)
    SearchGarment.objects.bulk_create(as_row(photo, n, *pair) for n, pair in pairs)
    return photo


def let_go() -> None:
    """Of what has been kept for long enough."""
    Drawing.objects.over().delete()
    SearchPhoto.objects.over().delete()


def as_row(photo: SearchPhoto, number: int, garment: Garment, sight: Mixture) -> SearchGarment:
    own, *others = sight.views
    return SearchGarment(
        photo=photo,
        number=number,
        kind=garment.kind,
        types=list(garment.types),
        box=[round(share, 4) for share in garment.box],
        outline=[[[round(x, 4), round(y, 4)] for x, y in line] for line in garment.outline],
        colours=list(garment.colours),
        confidence=garment.confidence,
        encoder_id=own.encoder_id,
        vector=own.numbers,
        views=[
            [doubt, view.numbers.round(DIGITS).tolist()]
            for doubt, view in zip(sight.doubts[1:], others, strict=True)
        ],
    )
