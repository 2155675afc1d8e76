"""What computing an exported encoder in 8-bit integers needs to know, seen on real pictures."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from recommender.encoder import build
from recommender.encoder.ranges import RANGES_FILE, write_ranges
from recommender.training.gallery import readable
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import is_validation
from recommender.training.whole_file import write_whole

#: Pictures to see the ranges on, and others to judge by.
SEEN, JUDGED = 512, 256
#: Cosine to the vectors in float32, on average, below which int8 is not worth its speed.
NEAR = 0.995


class NotNear(ValueError):
    """In 8-bit integers the encoder would say something else. The sentence has the figures."""


@dataclass(frozen=True)
class Nearness:
    """Cosines of the vectors in int8 to those in float32. computes_in: what it is here now."""

    pictures: int
    mean: float
    least: float
    computes_in: str

    def __str__(self) -> str:
        return (
            f"computed in {self.computes_in}: on {self.pictures} other pictures a cosine of "
            f"{self.mean:.5f} to float32, {self.least:.5f} at worst"
        )


def calibrate(folder: Path, images: Sequence[Path], held_out: int = 10) -> Nearness:
    """Writes the ranges of the encoder in folder beside it, or takes them away if they do harm.

    images: folders or zips of pictures named ID.jpg; held_out: percentage of products that are
    not looked at, as in training. Raises ValueError (NotNear, NotInt8, NoPictures), OSError,
    EncoderUnavailable.
    """
    seen, others = pictures_of(images, held_out)
    (folder / RANGES_FILE).unlink(missing_ok=True)
    exact = build(str(folder), torch.float32)
    ranges = exact.ranges_over(seen)
    write_whole(folder / RANGES_FILE, lambda part: write_ranges(folder, ranges, part))
    encoder = build(str(folder))
    cosines = np.sum(exact.encode_images(others) * encoder.encode_images(others), axis=1)
    found = Nearness(len(others), float(cosines.mean()), float(cosines.min()), encoder.computes_in)
    if found.mean < NEAR:
        (folder / RANGES_FILE).unlink()
        raise NotNear(f"{found}; at least {NEAR} is wanted on average")
    return found


def pictures_of(
    images: Sequence[Path], held_out: int
) -> tuple[list[Image.Image], list[Image.Image]]:
    """Pictures to see ranges on and pictures to judge by; the same where there are too few."""
    share, rest = SEEN // len(images), JUDGED // len(images)
    samples = [sample(PictureSource(path), held_out, share + rest) for path in images]
    seen = [picture for some in samples for picture in some[:share]]
    others = [picture for some in samples for picture in some[share:]]
    if not seen:
        raise NoPictures("no picture can be opened, or every one is of a product held out")
    return seen, others or seen


def sample(source: PictureSource, held_out: int, count: int) -> list[Image.Image]:
    """Always the same pictures of the same source."""
    ids = [name for name in source.ids() if not is_validation(name, held_out)]
    random.Random(1).shuffle(ids)  # noqa: S311 - which pictures is no secret
    return [picture for _, picture in readable(ids[:count], source)]


def calibrate_or_say(
    folder: Path, images: Sequence[Path], held_out: int, report: Callable[[str], None]
) -> None:
    """After an export: an encoder without ranges is a slower one, and no failure."""
    try:
        report(str(calibrate(folder, images, held_out)))
    except ValueError as why:
        report(f"not to be computed in int8: {why}")
