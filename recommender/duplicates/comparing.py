"""Whether two pictures are one: laid over each other, they agree in colour and in structure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter, uniform_filter

from recommender.duplicates.fingerprint import FOREGROUND, Fingerprint
from recommender.duplicates.laying import Layer, Placement, laid_over, refined, rough_distance

#: CIELAB by which the means of two garments, and of two whole pictures, may differ; the median of
#: pixels before all is laid straight; how much the garments have to agree. What is beyond is not
#: looked at closer.
FAR, FAR_IN_ALL, ROUGH, LEAST_AGREEMENT = 9.0, 2.5, 12.0, 0.75
UNSURE = 0.04  # agreements so close do not yet tell a picture from its mirror image
FEWEST = 30  # px of garment in common
PATCH = 9  # px of 64: what a watermark's word or a small print covers


@dataclass(frozen=True)
class Limits:
    """What two pictures may differ by and still be one. Measured: docs/quality.md."""

    colour: float
    spread: float
    patch: float
    hue: float
    tint: float


#: Any of these will do. Made small, pressed and cut, a picture differs a little everywhere. Pressed
#: hard, its colours shift by what nobody sees. Under a watermark it differs a lot in places and
#: next to nothing elsewhere, as another print or logo on a garment photographed anew never does.
LIMITS = (
    Limits(colour=2.2, spread=4.9, patch=4.6, hue=3.2, tint=1.05),
    Limits(colour=2.3, spread=2.9, patch=2.9, hue=2.6, tint=2.2),
    Limits(colour=0.75, spread=10.0, patch=10.0, hue=5.0, tint=0.35),
    Limits(colour=0.5, spread=11.0, patch=12.5, hue=7.0, tint=0.25),
)
LEAST_OVERLAP, LEAST_STRUCTURE = 0.8, 0.96


@dataclass(frozen=True)
class Evidence:
    """How much alike two pictures are where they lie over each other; distances in CIELAB."""

    is_mirrored: bool
    overlap: float  # of the larger one's garment, 0 to 1
    structure: float  # correlation of light and shade, -1 to 1
    colour: float  # distance of the garment's pixels: the median
    spread: float  # and the 90th percentile
    patch: float  # the mean over the patch that differs most
    hue: float  # the same, of the chroma alone
    tint: float  # of the garment's pixels, by which all of them differ alike: no noise, a dye

    @property
    def is_same_picture(self) -> bool:
        if self.overlap < LEAST_OVERLAP or self.structure < LEAST_STRUCTURE:
            return False
        return any(self.keeps(limits) for limits in LIMITS)

    def keeps(self, limits: Limits) -> bool:
        return (
            self.colour <= limits.colour
            and self.spread <= limits.spread
            and self.patch <= limits.patch
            and self.hue <= limits.hue
            and self.tint <= limits.tint
        )


class Comparer:
    """A picture made ready to be compared with several."""

    def __init__(self, mine: Fingerprint) -> None:
        self.mine, self.layer = mine, Layer(mine)

    def evidence(self, other: Fingerprint) -> Evidence | None:
        """None where they are far from alike. Either may be the other's mirror image."""
        if not alike_in_mean(self.mine, other):
            return None
        placed = [(self.layer.over(each), each) for each in (other, other.mirrored)]
        best = max(placement.agreement for placement, _ in placed)
        found = [
            self.looked_at(theirs, placement, theirs is not other)
            for placement, theirs in placed
            if placement.agreement >= max(LEAST_AGREEMENT, best - UNSURE)
        ]
        return min((each for each in found if each), key=lambda each: each.spread, default=None)

    def looked_at(
        self, theirs: Fingerprint, placement: Placement, is_mirrored: bool
    ) -> Evidence | None:
        if rough_distance(self.mine, theirs, placement) > ROUGH:
            return None
        placement = refined(self.mine, theirs, placement)
        return compared(self.mine, theirs, placement, is_mirrored) if placement.is_sound else None


def alike_in_mean(one: Fingerprint, other: Fingerprint) -> bool:
    """Where the backdrop is no plain colour, what stands out from it is no sure ground."""
    is_garment = np.linalg.norm(one.colour - other.colour) <= FAR
    return bool(is_garment or np.linalg.norm(one.mean - other.mean) <= FAR_IN_ALL)


def compared(
    mine: Fingerprint, other: Fingerprint, placement: Placement, is_mirrored: bool
) -> Evidence | None:
    ours, theirs = mine.lab.astype(np.float32), picture_over(other, placement)
    shared = mine.inside & (laid_over(other.inside, placement, 0) > 0.99)
    garment = mine.garment | (np.linalg.norm(theirs - other.backdrop, axis=-1) > FOREGROUND)
    common = garment & shared
    if common.sum() < FEWEST:
        return None
    apart = gaussian_filter((ours - theirs) * shared[..., None], (1, 1, 0))
    distance = np.linalg.norm(apart, axis=-1)
    area = max((garment & mine.inside).sum(), other.garment.sum() / placement.scale.prod())
    return Evidence(
        is_mirrored=is_mirrored,
        overlap=float(common.sum() / area),
        structure=float(np.corrcoef(ours[shared][:, 0], theirs[shared][:, 0])[0, 1]),
        colour=float(np.median(distance[common])),
        spread=float(np.percentile(distance[common], 90)),
        patch=worst(distance * common),
        hue=worst(np.linalg.norm(apart[..., 1:], axis=-1) * common),
        tint=float(np.linalg.norm(np.median(apart[common], axis=0))),
    )


def picture_over(other: Fingerprint, placement: Placement) -> np.ndarray:
    """(64, 64, 3) CIELAB."""
    channels = [
        laid_over(other.lab[..., axis], placement, float(other.backdrop[axis])) for axis in range(3)
    ]
    return np.stack(channels, -1)


def worst(distance: np.ndarray) -> float:
    return float(uniform_filter(distance, PATCH).max())
