"""What the decoding process says is read as from a stranger: it has read strangers' files."""

from __future__ import annotations

from io import BytesIO

import pytest

from catalog.photos import PhotoRefused
from catalog.photos.answers import BadAnswer, read_answer
from catalog.photos.frames import (
    ANSWER,
    COLOUR,
    LENGTH,
    PALETTE,
    PHOTO,
    REFUSED,
    RENDITION,
    BadFrame,
)

from .pictures import dress_photo, encoded

DRESS = encoded(dress_photo())
NAVY = (20.0, 5.0, -25.0, 1.0)


def answer(
    picture: bytes,
    *renditions: tuple[int, bytes],
    extension: bytes = b"jpg",
    size: tuple[int, int] = (240, 320),
    colours: tuple[tuple[float, ...], ...] = (NAVY,),
) -> BytesIO:
    parts = [ANSWER.pack(PHOTO, extension, *size, len(renditions)), _framed(picture)]
    parts += [RENDITION.pack(width) + _framed(data) for width, data in renditions]
    parts += [PALETTE.pack(len(colours)), *(COLOUR.pack(*colour) for colour in colours)]
    return BytesIO(b"".join(parts))


def _framed(content: bytes) -> bytes:
    return LENGTH.pack(len(content)) + content


SMALL = encoded(dress_photo(96, 128), "WEBP")


class TestAnswersAreNotBelieved:
    def test_an_honest_one_is(self) -> None:
        photo = read_answer(answer(DRESS, (96, SMALL)), b"")
        assert photo.renditions == {96: SMALL}
        assert [(*colour.lab, colour.share) for colour in photo.palette] == [NAVY]

    @pytest.mark.parametrize(
        "lie",
        [
            answer(b"<html><script>alert(1)</script>"),
            answer(DRESS, extension=b"html"),
            answer(DRESS, extension=b"webp"),
            answer(DRESS, size=(241, 320)),
            answer(DRESS, size=(0, 0)),
            answer(DRESS, size=(60_000, 60_000)),
            answer(b"<h" + DRESS[2:]),
            answer(DRESS, (97, encoded(dress_photo(97, 130), "WEBP"))),
            answer(DRESS, (320, encoded(dress_photo(320, 427), "WEBP"))),
            answer(DRESS, (320, SMALL)),
            answer(DRESS, (96, DRESS)),
            answer(DRESS, (96, encoded(dress_photo(90, 128), "WEBP"))),
            answer(DRESS, colours=(NAVY,) * 4),
            answer(DRESS, colours=((float("nan"), 0.0, 0.0, 1.0),)),
            answer(DRESS, colours=((20.0, float("inf"), 0.0, 1.0),)),
            answer(DRESS, colours=((20.0, 0.0, 0.0, 7.0),)),
            answer(DRESS, colours=((900.0, 0.0, 0.0, 1.0),)),
            BytesIO(ANSWER.pack(PHOTO, b"jpg", 240, 320, 0) + LENGTH.pack(4_000_000_000)),
            BytesIO(ANSWER.pack(REFUSED, b"", 0, 0, 0) + LENGTH.pack(1_000_000)),
            BytesIO(ANSWER.pack(b"?", b"", 0, 0, 0)),
            BytesIO(b"P"),
            BytesIO(),
        ],
    )
    def test_a_lie_is_seen(self, lie: BytesIO) -> None:
        with pytest.raises((BadAnswer, BadFrame)):
            read_answer(lie, b"")

    def test_a_reason_is_one_printable_line(self) -> None:
        reason = b"broken: \x1b[31m\n<script>\xff"
        said = BytesIO(ANSWER.pack(REFUSED, b"", 0, 0, 0) + _framed(reason))
        with pytest.raises(PhotoRefused) as caught:
            read_answer(said, b"")
        assert caught.value.reason == "broken: ?[31m??script??"
