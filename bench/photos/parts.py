"""Where the time of a photo goes: each step as `take_in` and the page take it, in this process."""

from __future__ import annotations

import io
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from django.http import QueryDict
from django.test import Client
from PIL import Image

from catalog.photos import admit
from recommender.photos.garments import garments_in
from recommender.photos.segmenter.loading import load_named
from shop.photo_search.asking import Asked
from shop.photo_search.finding import find
from shop.photo_search.taking_in import MOST_GARMENTS, opened, seen, stored


class Watch:
    """Milliseconds by part, one for each photo."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.took[name].append((time.perf_counter() - begun) * 1000)


class TimedSegmenter:
    name = "timed"

    def __init__(self, watch: Watch) -> None:
        self.watch, self.segmenter = watch, load_named()

    def probabilities(self, photo: Image.Image) -> np.ndarray:
        with self.watch.part("segment"):
            return self.segmenter.probabilities(photo)


def times_of_parts(photos: list[bytes]) -> dict[str, list[float]]:
    watch, client = Watch(), Client(headers={"host": "localhost"})
    segmenter = TimedSegmenter(watch)
    for number, photo in enumerate([photos[0], *photos]):
        time_one(watch, segmenter, client, photo)
        if number == 0:  # it loaded what the others find loaded
            watch.took.clear()
    took = watch.took
    # A page searches as well: what is left of it is reading the rows and drawing.
    took["garments"] = less(took["garments"], took["segment"])
    took["page"] = less(took["page"], took["search"])
    return dict(took)


def time_one(watch: Watch, segmenter: TimedSegmenter, client: Client, photo: bytes) -> None:
    with watch.part("decode"):
        picture = opened(admit(io.BytesIO(photo), with_colours=False))
    with watch.part("garments"):
        found = garments_in(picture, segmenter)[:MOST_GARMENTS]
    with watch.part("encode"):
        vectors = seen(found)
    with watch.part("store"):
        kept = stored(picture, found, vectors)
    asked = f"piece={kept.pk}.1"
    with watch.part("search"):
        find(Asked.read(QueryDict(asked)))
    with watch.part("page"):
        client.get(f"/search/photo/?{asked}")


def less(whole: list[float], part: list[float]) -> list[float]:
    return [one - other for one, other in zip(whole, part, strict=True)]
