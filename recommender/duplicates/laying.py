"""One picture laid over another: the scale and shift at which they agree, if they do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.fft import irfft2, rfft2
from scipy.ndimage import affine_transform

from recommender.duplicates.fingerprint import FOREGROUND, SIDE, Fingerprint

#: What one may be larger than the other: a crop or a border of a tenth on each side, and some.
SCALES = tuple(0.75 * 1.06**step for step in range(11))
COARSE = SIDE // 2
#: px of the field of shifts, and those of them that neither wrap around nor move all out of sight.
ROOM, REACH = 64, 20
STEPS, STILL = 12, 0.02  # of the fine alignment; px below which nothing moves any more
LEAST_SCALE, MOST_SCALE = 0.6, 1.7
UNUSUAL = 12.0  # lightness that differs so much counts half: a watermark's


@dataclass(frozen=True)
class Placement:
    """A point of the one lies at scale * point + shift of the other; rows first, in px of 64."""

    scale: np.ndarray  # (2,)
    shift: np.ndarray  # (2,)
    agreement: float = 0.0  # correlation of what stands out from the backdrops, to a pixel or two

    def moved(self, change: np.ndarray) -> Placement:
        """change: (4,), of the scales and of the shifts."""
        return Placement(self.scale + change[:2], self.shift + change[2:], self.agreement)

    @property
    def is_sound(self) -> bool:
        return bool(((self.scale > LEAST_SCALE) & (self.scale < MOST_SCALE)).all())


class Layer:
    """A picture made ready to be laid over several others."""

    def __init__(self, mine: Fingerprint) -> None:
        self.mine = mine
        self.spectra, self.norms = at_all_scales(standing_out(mine))

    def over(self, other: Fingerprint) -> Placement:
        """The best of all scales and shifts."""
        theirs = standing_out(other)
        products = self.spectra.conj() * rfft2(theirs, (ROOM, ROOM))
        scores = irfft2(products, (ROOM, ROOM))[:, SHIFTS][:, :, SHIFTS]
        scores /= self.norms[:, None, None]
        best, *moved = np.unravel_index(scores.argmax(), scores.shape)
        scale = SCALES[best]
        agreement = float(scores.max() / (np.linalg.norm(theirs) + 1e-6))
        return Placement(np.full(2, scale), 2.0 * SHIFTS[moved] + (scale - 1) / 2, agreement)


SHIFTS = np.arange(-REACH, REACH + 1)


def standing_out(one: Fingerprint) -> np.ndarray:
    """(32, 32) of how far each place is from the backdrop."""
    return (one.coarse - one.backdrop) @ np.array([1, 0.5, 0.5], np.float32)


@lru_cache
def stretch(scale: float) -> np.ndarray:
    """(43, 32): linear interpolation onto a grid `scale` times as fine."""
    size = round(COARSE * SCALES[-1])
    at = np.clip((np.arange(size) + 0.5) / scale - 0.5, -1, COARSE)
    return np.clip(1 - np.abs(at[:, None] - np.arange(COARSE)), 0, None).astype(np.float32)


def at_all_scales(picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(11, 64, 33) spectra and (11,) lengths of a (32, 32) picture at each scale."""
    scaled = np.stack([stretch(scale) @ picture @ stretch(scale).T for scale in SCALES])
    return rfft2(scaled, (ROOM, ROOM)), np.sqrt((scaled**2).sum((1, 2))) + 1e-6


def rough_distance(mine: Fingerprint, other: Fingerprint, placement: Placement) -> float:
    """The median distance in CIELAB of the garments' pixels, before anything is refined."""
    shift = (placement.shift + (placement.scale - 1) / -2) / 2
    channels = [
        affine_transform(other.coarse[..., axis], placement.scale, shift, order=1,
                         cval=other.backdrop[axis]) for axis in range(3)
    ]  # fmt: skip
    garment = np.linalg.norm(mine.coarse - mine.backdrop, axis=-1) > FOREGROUND
    if not garment.any():
        return 0.0
    apart = mine.coarse[garment] - np.stack(channels, -1)[garment]
    return float(np.median(np.linalg.norm(apart, axis=-1)))


def laid_over(channel: np.ndarray, placement: Placement, beyond: float) -> np.ndarray:
    """(64, 64) of the other picture, as it lies over the one."""
    return affine_transform(
        channel.astype(np.float32), placement.scale, placement.shift, order=1, cval=beyond
    )


def refined(mine: Fingerprint, other: Fingerprint, placement: Placement) -> Placement:
    """To a fraction of a pixel, each axis with a scale of its own: Lucas, Kanade (1981)."""
    for _ in range(STEPS):
        change = step(mine, other, placement)
        placement = placement.moved(change)
        if np.abs(change[2:]).max() < STILL or not placement.is_sound:
            break
    return placement


DOWN, ACROSS = np.mgrid[:SIDE, :SIDE].astype(np.float32)


def step(mine: Fingerprint, other: Fingerprint, placement: Placement) -> np.ndarray:
    """(4,): by how much scales and shifts had better change."""
    over = laid_over(other.lightness, placement, float(other.backdrop[0]))
    apart = mine.lightness - over
    shared = mine.inside * laid_over(other.inside, placement, 0)
    weight = shared / (1 + (apart / UNUSUAL) ** 2)
    down, across = np.gradient(over)
    slope = np.stack([down * DOWN, across * ACROSS, down, across]).reshape(4, -1)
    slope /= placement.scale.mean()
    weighted = slope * weight.ravel()
    return np.linalg.solve(weighted @ slope.T + 1e-3 * np.eye(4), weighted @ apart.ravel())
