"""Products as a consumer's camera has them: on other grounds, in part, askew, in other light.

A shop's pictures have one plain ground, and an encoder that has seen no other takes the ground for
the product. Here each product is cut out and put before pieces of street photos, other products or
a plain wall, some with a hand or a thing before it, and some cut out of it again as well as a
segmenter does.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from recommender.training.augment import Size, resized, to_float
from recommender.training.products import is_validation
from recommender.training.segmenter_data import StreetPhotos

#: Height and width to which pictures that serve as grounds are decoded.
GROUND = (144, 96)
#: Shares of the snapshots: on the shop's own ground, before a plain wall, before another product.
OWN, PLAIN, PRODUCT = 0.1, 0.15, 0.1
#: How much of the frame's side the product takes up, from and to; beyond 1 it is seen in part.
REACH = (0.45, 1.25)
DEGREES, STRETCH, PERSPECTIVE = 20.0, 0.25, 0.2
#: Share of the snapshots with a hand, or another thing, before the product.
HELD = 0.35
#: Share that is cut out again, how far its edge wanders, and what gets lost of it.
ROUGH, WANDERS = 0.25, 0.6


def read_grounds(street: StreetPhotos, held_out: int) -> torch.Tensor:
    """(m, *GROUND, 3) uint8 of all photos but the percentage that is held out."""
    ids = [photo_id for photo_id in street.ids if not is_validation(photo_id, held_out)]
    photos = [street.photo(name).resize(GROUND[::-1], Image.Resampling.BICUBIC) for name in ids]
    return torch.from_numpy(np.stack([np.asarray(photo) for photo in photos]))


def snapshots(
    pictures: torch.Tensor,
    alphas: torch.Tensor,
    grounds: torch.Tensor,
    size: Size,
    rng: torch.Generator,
) -> torch.Tensor:
    """(n, 3, *size) in 0..1, of pictures (n, 3, h, w) in 0..1 and grounds of `read_grounds`.

    alphas: (n, 1, h, w), 1 on the product, which is on one pixel at least.
    """
    draw = Dice(len(pictures), rng)
    sharpness = 0.35 + 0.85 * float(torch.rand((), generator=rng))
    between = (max(8, round(size[0] * sharpness)), max(8, round(size[1] * sharpness)))
    whole = torch.cat([pictures * alphas, alphas], 1)
    if between[0] < pictures.shape[-2]:
        whole = resized(whole, between)
    at = places(boxes(alphas), size, draw, REACH)
    seen = F.grid_sample(whole, at, padding_mode="zeros", align_corners=False)
    behind = _grounds(pictures, grounds, size, draw)
    photos = seen[:, :3] + behind * (1 - seen[:, 3:])
    photos = _relit(_held(photos, behind.roll(1, 0), draw), draw)
    return _cut_out_again(photos, seen[:, 3:], draw)


class Dice:
    """Draws for n pictures from one generator."""

    def __init__(self, count: int, rng: torch.Generator) -> None:
        self.count, self.rng = count, rng

    def between(self, low: float, high: float, columns: int = 0) -> torch.Tensor:
        shape = (self.count, columns) if columns else (self.count,)
        return torch.empty(shape).uniform_(low, high, generator=self.rng)

    def some(self, share: float) -> torch.Tensor:
        return self.between(0, 1) < share

    def below(self, limit: int) -> torch.Tensor:
        return torch.randint(limit, (self.count,), generator=self.rng)


def boxes(alphas: torch.Tensor) -> torch.Tensor:
    """(n, 4) of each product: middle across and down, half its extent across and down; -1..1."""
    spans = []
    for axis in (-2, -1):  # what remains: columns, then rows
        there = alphas[:, 0].amax(axis)
        side = there.shape[1]
        at = (torch.arange(side) * 2 + 1) / side - 1
        low = torch.where(there > 0, at, torch.inf).amin(1)
        high = torch.where(there > 0, at, -torch.inf).amax(1)
        spans.append(((low + high) / 2, (high - low) / 2 + 1 / side))
    (across, wide), (down, tall) = spans
    return torch.stack([across, down, wide, tall], 1)


def places(
    boxes: torch.Tensor, size: Size, draw: Dice, reaches: tuple[float, float]
) -> torch.Tensor:
    """(n, *size, 2): where in the picture each pixel of the snapshot lies.

    reaches: how much of the frame's side the product takes up, from and to.
    """
    middle, extent = boxes[:, :2], boxes[:, 2:].amax(1)
    least, most = reaches
    reach = (draw.between(0, 1) * math.log(most / least)).exp() * least
    scale = extent / reach
    angle = draw.between(-DEGREES, DEGREES) * (math.pi / 180)
    flip = torch.where(draw.some(0.5), -1.0, 1.0)
    stretch = draw.between(-STRETCH, STRETCH).exp()
    turn = torch.stack([angle.cos() * flip, -angle.sin(), angle.sin() * flip, angle.cos()], 1)
    turn = turn.view(-1, 2, 2) * torch.stack([stretch, 1 / stretch], 1)[:, None]
    away = draw.between(-1, 1, 2) * (0.25 + (1 - reach).clamp(min=0)[:, None] * 0.6)
    lines = F.affine_grid(torch.eye(2, 3)[None], [1, 1, *size], align_corners=False)
    tilt = draw.between(-PERSPECTIVE, PERSPECTIVE, 2)
    shown = lines - away[:, None, None]
    depth = 1 + (shown * tilt[:, None, None]).sum(-1, keepdim=True)
    moved = torch.einsum("nhwi,nji->nhwj", shown / depth, turn)
    return moved * scale[:, None, None, None] + middle[:, None, None]


def _grounds(pictures: torch.Tensor, grounds: torch.Tensor, size: Size, draw: Dice) -> torch.Tensor:
    """(n, 3, *size)"""
    kind = draw.between(0, 1)
    shape = [draw.count, 3, *size]
    behind = _pieces(to_float(grounds[draw.below(len(grounds))]), shape, draw)
    other = kind < OWN + PLAIN + PRODUCT
    behind[other] = _pieces(pictures.roll(1, 0), shape, draw)[other]
    plain = kind < OWN + PLAIN
    behind[plain] = draw.between(0.05, 1, 3)[plain, :, None, None]
    behind[kind < OWN] = 1.0
    return behind


def _pieces(photos: torch.Tensor, shape: list[int], draw: Dice) -> torch.Tensor:
    grid = F.affine_grid(pieces_at(draw), shape, False)
    return F.grid_sample(photos, grid, padding_mode="border", align_corners=False)


def pieces_at(draw: Dice) -> torch.Tensor:
    """(n, 2, 3) affine matrices: a piece of each photo, a fifth of its sides to all."""
    share = draw.between(math.log(0.2), 0).exp()
    moves = torch.zeros(draw.count, 2, 3)
    moves[:, 0, 0], moves[:, 1, 1] = share, share
    moves[:, :, 2] = draw.between(-1, 1, 2) * (1 - share)[:, None]
    return moves


def _held(photos: torch.Tensor, things: torch.Tensor, draw: Dice) -> torch.Tensor:
    """Some with an oval before them: of a skin's colour, or a piece of another ground."""
    inside = ovals((photos.shape[-2], photos.shape[-1]), draw) & draw.some(HELD)[:, None, None]
    before = torch.where(draw.some(0.5)[:, None, None, None], skin(draw), things)
    return torch.where(inside[:, None], before, photos)


def ovals(size: Size, draw: Dice) -> torch.Tensor:
    """(n, *size) bool, one in each frame."""
    lines = F.affine_grid(torch.eye(2, 3)[None], [1, 1, *size], align_corners=False)
    apart = (lines - draw.between(-0.8, 0.8, 2)[:, None, None]) / draw.between(0.15, 0.5, 2)[
        :, None, None
    ]
    return apart.square().sum(-1) < 1


def skin(draw: Dice) -> torch.Tensor:
    """(n, 3, 1, 1) in 0..1"""
    red = draw.between(0.3, 0.95)
    green = red * draw.between(0.6, 0.85)
    return torch.stack([red, green, green * draw.between(0.6, 0.95)], 1)[:, :, None, None]


def _relit(photos: torch.Tensor, draw: Dice) -> torch.Tensor:
    """Darker, paler, in warmer or colder light, with a sensor's noise."""

    def each(low: float, high: float, channels: int = 1) -> torch.Tensor:
        return draw.between(low, high, channels)[:, :, None, None]

    photos = photos * each(0.65, 1.25) * each(0.88, 1.12, 3)
    photos = torch.lerp(photos.mean((1, 2, 3), keepdim=True), photos, each(0.7, 1.3))
    photos = torch.lerp(photos.mean(1, keepdim=True), photos, each(0.7, 1.3))
    noise = torch.empty_like(photos).normal_(generator=draw.rng) * each(0, 0.04)
    return (photos + noise).clamp_(0, 1)


def _cut_out_again(photos: torch.Tensor, alphas: torch.Tensor, draw: Dice) -> torch.Tensor:
    """Some on white: the product without pieces of it, and with pieces of its ground."""
    size = photos.shape[-2:]
    reach = 2 * (size[1] // 16) + 1
    near = F.avg_pool2d(alphas, reach, 1, reach // 2, count_include_pad=False)
    waves = torch.empty(draw.count, 1, 6, 5).uniform_(-1, 1, generator=draw.rng)
    wandering = F.interpolate(waves, size, mode="bicubic", align_corners=False)
    is_kept = near + WANDERS * draw.between(0, 1, 1)[:, :, None, None] * wandering > 0.5
    return torch.where(draw.some(ROUGH)[:, None, None, None] & ~is_kept, 1.0, photos)
