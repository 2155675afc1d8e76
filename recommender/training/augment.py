"""Augmentation on whole batches of tensors: flips, crops, stretches, sharpness; never the hue.

A hue shift would teach the model that navy and black are one colour, so brightness moves a
little and hue not at all.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

Size = tuple[int, int]


def to_float(pixels: torch.Tensor) -> torch.Tensor:
    """(n, h, w, 3) uint8 -> (n, 3, h, w) float32 in 0..1, channels last in memory."""
    return pixels.permute(0, 3, 1, 2).float().div_(255)


def normalised(
    pictures: torch.Tensor, mean: tuple[float, ...], std: tuple[float, ...]
) -> torch.Tensor:
    """Pictures in 0..1 -> the model's input."""
    shift = torch.tensor(mean).view(1, 3, 1, 1)
    return (pictures - shift) / torch.tensor(std).view(1, 3, 1, 1)


def resized(pictures: torch.Tensor, size: Size) -> torch.Tensor:
    """Squashed to size (height, width), antialiased, as the shop will do it with Pillow."""
    if tuple(pictures.shape[-2:]) == tuple(size):
        return pictures
    out = F.interpolate(pictures, size, mode="bicubic", antialias=True, align_corners=False)
    return out.clamp_(0, 1)


def augmented(
    pictures: torch.Tensor, frames: torch.Tensor, size: Size, rng: torch.Generator
) -> torch.Tensor:
    """Random views of pictures in 0..1, (n, 3, h, w) -> (n, 3, *size).

    frames: (n, 3) middle across and down, half side, in -1..1: what each view shows, or the most of
    it, with a margin of up to the picture around it.
    """
    sharpness = float(torch.empty(1).uniform_(0.6, 1.4, generator=rng) / frames[:, 2].mean())
    between = (max(8, round(size[0] * sharpness)), max(8, round(size[1] * sharpness)))
    if between[0] < pictures.shape[-2]:
        pictures = resized(pictures, between)
    grid = F.affine_grid(_transforms(frames, rng), [len(pictures), 3, *size], False)
    views = F.grid_sample(pictures, grid, padding_mode="border", align_corners=False)
    return _relit(views, rng)


def _transforms(frames: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    """(n, 2, 3) affine matrices: flip, turn by up to 6 degrees, zoom, stretch, shift, margin."""

    def draw(low: float, high: float) -> torch.Tensor:
        return torch.empty(len(frames)).uniform_(low, high, generator=rng)

    zoom, stretch = draw(-0.4, 0.14).exp(), draw(-0.16, 0.16).exp()
    flip = torch.where(draw(0, 1) < 0.5, -1.0, 1.0)
    angle = draw(-6, 6) * (math.pi / 180)
    middle, side = frames[:, :2], frames[:, 2]
    shift = torch.stack([draw(-0.12, 0.12), draw(-0.12, 0.12)], 1) * side[:, None]
    margin = draw(0, 1)  # share of what the picture has around the frame
    middle = middle * (1 - margin)[:, None] + shift  # so the frame stays in view
    reach = zoom * side + margin * (1 - side)
    across, down = reach * stretch, reach / stretch
    rows = [
        torch.stack([flip * across * angle.cos(), -down * angle.sin(), middle[:, 0]], 1),
        torch.stack([flip * across * angle.sin(), down * angle.cos(), middle[:, 1]], 1),
    ]
    return torch.stack(rows, 1)


@dataclass(frozen=True)
class Mix:
    """Picture i of a batch shows product i by `kept`, and product partners[i] by the rest."""

    partners: torch.Tensor  # (n,) int64
    kept: float

    def weigh(self, own: torch.Tensor, other: torch.Tensor) -> torch.Tensor:
        return self.kept * own + (1 - self.kept) * other


def mixed(pictures: torch.Tensor) -> tuple[torch.Tensor, Mix]:
    """The same rectangle of each picture replaced by another's (Yun et al., 2019, CutMix).

    Mixing by pasting rather than blending leaves every colour what it was. Drawn from torch's own
    generator.
    """
    height, width = pictures.shape[-2:]
    share = float(torch.rand(())) ** 0.5  # of each side; so the area is drawn evenly
    tall, wide = round(height * share), round(width * share)
    top = int(torch.randint(height - tall + 1, ()))
    left = int(torch.randint(width - wide + 1, ()))
    partners = torch.randperm(len(pictures))
    out = pictures.clone()
    cut = (..., slice(top, top + tall), slice(left, left + wide))
    out[cut] = pictures[partners][cut]
    return out, Mix(partners, 1 - tall * wide / (height * width))


def _relit(pictures: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
    gain = torch.empty(len(pictures), 1, 1, 1).uniform_(0.9, 1.08, generator=rng)
    return (pictures * gain).clamp_(0, 1)
