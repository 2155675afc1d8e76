"""Random views of photos with their masks: moved, turned, relit, blurred, pasted together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F

from recommender.training.segmenter_data import IGNORED
from recommender.training.still_lifes import Things, with_things


@dataclass(frozen=True)
class Strength:
    """How far views stray. zoom: from, to; shares are of the views. things: where such are
    given."""

    zoom: tuple[float, float] = (0.8, 1.7)
    degrees: float = 10.0
    stretch: float = 0.15
    light: float = 0.3
    tint: float = 0.12
    blurred: float = 0.15
    grey: float = 0.05
    pasted: float = 0.2
    things: float = 0.3


def views(
    pixels: torch.Tensor,
    classes: torch.Tensor,
    size: tuple[int, int],
    strength: Strength,
    things: Things | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """(n, h, w, 3) and (n, h, w) bytes -> (n, 3, *size) in 0..1 and int64 of half that size.

    things: what some of them have before them. Drawn from torch's own generator.
    """
    count = len(pixels)
    moves = _moves(count, strength)
    grid = F.affine_grid(moves, [count, 1, *size], align_corners=False)
    half = F.affine_grid(moves, [count, 1, size[0] // 2, size[1] // 2], align_corners=False)
    photos = pixels.permute(0, 3, 1, 2).float().div_(255)
    photos = F.grid_sample(photos, grid, padding_mode="border", align_corners=False)
    # Shifted by one, so that what lies outside the photo, nought, can be told and ignored.
    shifted = (classes.int() + 1).remainder(IGNORED + 1).float()[:, None]
    masks = F.grid_sample(shifted, half, mode="nearest", align_corners=False)[:, 0].long() - 1
    masks[masks < 0] = IGNORED
    photos, masks = _pasted(_softened(photos, strength), masks, strength)
    if things is not None:
        photos, masks = with_things(photos, masks, things, strength.things)
    return _relit(photos, strength), masks


def _draw(count: int, low: float, high: float) -> torch.Tensor:
    return torch.empty(count).uniform_(low, high)


def _moves(count: int, strength: Strength) -> torch.Tensor:
    """(n, 2, 3) affine matrices from places in the view to places in the photo."""
    low, high = (math.log(zoom) for zoom in strength.zoom)
    shrink = _draw(count, -high, -low).exp()
    stretch = _draw(count, -strength.stretch, strength.stretch).exp()
    angle = _draw(count, -strength.degrees, strength.degrees) * (math.pi / 180)
    flip = torch.where(_draw(count, 0, 1) < 0.5, -1.0, 1.0)
    # So far that an edge of the view meets the photo's, and a little beyond.
    room = (1 - shrink).abs() + 0.1
    across, down = shrink * stretch, shrink / stretch
    rows = [
        torch.stack(
            [flip * across * angle.cos(), -down * angle.sin(), room * _draw(count, -1, 1)], 1
        ),
        torch.stack(
            [flip * across * angle.sin(), down * angle.cos(), room * _draw(count, -1, 1)], 1
        ),
    ]
    return torch.stack(rows, 1)


def _some(count: int, share: float) -> torch.Tensor:
    return torch.rand(count) < share


def _softened(photos: torch.Tensor, strength: Strength) -> torch.Tensor:
    """Some out of focus, as a phone's are."""
    chosen = _some(len(photos), strength.blurred)
    if chosen.any():
        some = F.pad(photos[chosen], (1, 1, 1, 1), mode="replicate")
        photos[chosen] = F.avg_pool2d(some, 3, 1)
    return photos


def _pasted(
    photos: torch.Tensor, masks: torch.Tensor, strength: Strength
) -> tuple[torch.Tensor, torch.Tensor]:
    """Over some views the person of another one, cut out by the mask.

    Ghiasi et al., "Simple Copy-Paste is a Strong Data Augmentation" (2021).
    """
    chosen = _some(len(photos), strength.pasted)[:, None, None]
    others = masks.roll(1, 0)
    over = chosen & (others > 0) & (others != IGNORED)
    over_photo = over.repeat_interleave(2, 1).repeat_interleave(2, 2)
    photos = torch.where(over_photo[:, None], photos.roll(1, 0), photos)
    return photos, torch.where(over, others, masks)


def _relit(photos: torch.Tensor, strength: Strength) -> torch.Tensor:
    count = len(photos)

    def each(reach: float, channels: int = 1) -> torch.Tensor:
        return 1 + _draw(count * channels, -reach, reach).view(count, channels, 1, 1)

    photos = photos * (each(strength.light) * each(strength.tint, 3))
    middle = photos.mean((1, 2, 3), keepdim=True)
    photos = middle + (photos - middle) * each(strength.light)
    colourless = photos.mean(1, keepdim=True)
    keep = each(strength.light)
    keep[_some(count, strength.grey)] = 0.0
    return (colourless + (photos - colourless) * keep).clamp_(0, 1)
