"""What of a picture is kept to find it again: a small CIELAB copy, and hashes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from PIL import Image
from scipy.fft import dctn
from scipy.ndimage import gaussian_filter

from catalog.colours.lab import to_lab

#: px of the small copy's longer side, and of the side that hashes are made of.
SIDE, HASHED = 64, 32
#: Distance in CIELAB within which a pixel is the border's colour; JPEG blurs edges. And from where
#: on it belongs to the garment, once the picture is small.
NEAR, FOREGROUND = 8.0, 6.0
#: Share of a border that has one colour, for the border to be a backdrop or a frame.
PLAIN = 0.9

Box = tuple[int, int, int, int]  # left, top, right, bottom


@dataclass(frozen=True)
class Fingerprint:
    lab: np.ndarray  # (64, 64, 3) float16, the backdrop's colour where the picture is not
    extent: tuple[int, int]  # height and width of the picture in it
    backdrop: np.ndarray  # (3,) CIELAB
    hash: int  # 64 bits
    mirrored_hash: int

    @property
    def inside(self) -> np.ndarray:
        """(64, 64) bool: where the picture is."""
        mask = np.zeros((SIDE, SIDE), bool)
        mask[: self.extent[0], : self.extent[1]] = True
        return mask

    @cached_property
    def garment(self) -> np.ndarray:
        """(64, 64) bool: what stands out from the backdrop."""
        return np.linalg.norm(self.lab.astype(np.float32) - self.backdrop, axis=-1) > FOREGROUND

    @cached_property
    def colour(self) -> np.ndarray:
        """(3,) CIELAB, the garment's mean."""
        garment = self.garment
        return self.lab[garment].astype(np.float32).mean(0) if garment.any() else self.backdrop

    @property
    def mean(self) -> np.ndarray:
        """(3,) CIELAB of all of the picture; where there is no plain backdrop, of all there is."""
        height, width = self.extent
        return self.lab[:height, :width].astype(np.float32).mean((0, 1))

    @cached_property
    def coarse(self) -> np.ndarray:
        """(32, 32, 3) float32 CIELAB, a quarter of the pixels."""
        return self.lab.astype(np.float32).reshape(SIDE // 2, 2, SIDE // 2, 2, 3).mean((1, 3))

    @cached_property
    def lightness(self) -> np.ndarray:
        """(64, 64) float32, blurred by a pixel."""
        return gaussian_filter(self.lab[..., 0].astype(np.float32), 1)

    @property
    def mirrored(self) -> Fingerprint:
        lab, width = self.lab.copy(), self.extent[1]
        lab[:, :width] = lab[:, :width][:, ::-1]
        return replace(self, lab=lab, hash=self.mirrored_hash, mirrored_hash=self.hash)


def fingerprint(image: Image.Image) -> Fingerprint:
    """Of any picture. Raises OSError where it cannot be decoded."""
    image.draft("RGB", (4 * SIDE, 4 * SIDE))
    large = image.convert("RGB")
    large.thumbnail((2 * SIDE, 2 * SIDE), Image.Resampling.BOX)
    picture, lab = small(large)
    if box := inside_frame(lab):
        scale = large.width / picture.width
        left, top, right, bottom = (round(scale * each) for each in box)
        picture, lab = small(large.crop((left, top, right, bottom)))
    backdrop = backdrop_of(lab)
    canvas = np.broadcast_to(backdrop, (SIDE, SIDE, 3)).astype(np.float16)
    height, width = lab.shape[:2]
    canvas[:height, :width] = lab
    # Without the backdrop around it, so that a hash does not change with how much there is.
    garment = picture.crop(box_of(stands_out(lab, backdrop)))
    return Fingerprint(canvas, (height, width), backdrop, *hashes_of(garment))


def small(picture: Image.Image) -> tuple[Image.Image, np.ndarray]:
    """No larger than 64 px; and (h, w, 3), its CIELAB."""
    copy = picture.copy()
    copy.thumbnail((SIDE, SIDE), Image.Resampling.BOX)
    return copy, to_lab(np.asarray(copy))


def rim(lab: np.ndarray) -> np.ndarray:
    """(h, w, 3) -> (n, 3), the outermost pixels."""
    return np.concatenate([lab[0], lab[-1], lab[:, 0], lab[:, -1]])


def backdrop_of(lab: np.ndarray) -> np.ndarray:
    """(3,): the one colour of most of its border; where it has several, their mean, which stays
    what it is when a pixel more or less is of one of them."""
    edge = rim(lab)
    colour = np.median(edge, axis=0)
    is_most_of_it = stands_out(edge, colour).mean() < 0.5
    return colour if is_most_of_it else edge.mean(axis=0)


def stands_out(lab: np.ndarray, colour: np.ndarray) -> np.ndarray:
    return np.linalg.norm(lab - colour, axis=-1) > NEAR


def inside_frame(lab: np.ndarray) -> Box | None:
    """What a plain border encloses, if that is a rectangle of other colours."""
    colour = np.median(rim(lab), axis=0)
    if stands_out(rim(lab), colour).mean() > 1 - PLAIN:
        return None
    left, top, right, bottom = box_of(stands_out(lab, colour))
    if min(right - left, bottom - top) < SIDE // 4:
        return None
    inner = lab[top + 1 : bottom - 1, left + 1 : right - 1]  # its edge is blurred
    is_frame = stands_out(rim(inner), colour).mean() >= PLAIN
    return (left + 1, top + 1, right - 1, bottom - 1) if is_frame else None


def box_of(mask: np.ndarray) -> Box:
    """Of what is True; all of it where nothing is."""
    down, across = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(down):
        return 0, 0, mask.shape[1], mask.shape[0]
    return int(across[0]), int(down[0]), int(across[-1]) + 1, int(down[-1]) + 1


def hashes_of(picture: Image.Image) -> tuple[int, int]:
    """Its perceptual hash and its mirror image's: the signs of the lowest frequencies.

    As in pHash (Zauner 2010). Written here and not taken from imagehash: in a mirror image every
    other column of frequencies changes its sign, so both cost one transform.
    """
    grey = np.asarray(picture.convert("L").resize((HASHED, HASHED)), np.float32)
    low = dctn(grey, norm="ortho")[:8, :8]
    return bits(low), bits(low * np.where(np.arange(8) % 2, -1, 1))


def bits(low: np.ndarray) -> int:
    return int.from_bytes(np.packbits(low > np.median(low)).tobytes(), "big")
