"""Things without a wearer, as they lie on a table or are held up: pasted into views of photos.

Street photos show people and what they wear, and a segmenter that has seen nothing else takes a bag
on a table for ground. Here bags, shoes and accessories of a shop's own pictures are cut out and put
before pieces of these photos, with their class; some behind fingers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from recommender.photos.classes import CLASSES, SKIN
from recommender.photos.product_types import type_rows
from recommender.training.augment import Size, to_float
from recommender.training.cutouts import cut_outs
from recommender.training.pictures import PictureSource, decoded
from recommender.training.products import TrainingProduct, is_validation, read_products
from recommender.training.segmenter_data import IGNORED
from recommender.training.snapshots import Dice, boxes, ovals, pieces_at, places, skin

#: Shown alone by shops: clothes are worn by models, whose faces and legs would be pasted as well.
ALONE = ("bag", "shoes", "accessory")
#: Height and width to which product pictures are decoded.
STORED = (224, 168)
#: What a cut-out covers of its picture; with less or more it was not told from its ground.
COVERS = (0.03, 0.85)
#: How much of the frame's longer side it takes up, and the share of the things behind fingers.
REACH, HELD = (0.25, 1.1), 0.3


@dataclass(frozen=True)
class Things:
    """`pixels` (n, h, w, 3) and `alphas` (n, h, w), 1 on the thing; `kinds` (n,) their classes."""

    pixels: np.ndarray
    alphas: np.ndarray
    kinds: np.ndarray


def read_things(styles: Path, images: Path, held_out: int, folder: Path) -> Things:
    """Of all products shown alone but the percentage that is held out.

    folder: keeps what was decoded. Raises UnreadableStyles, NoPictures, OSError.
    """
    products = [each for each in read_products(styles, ()) if not is_validation(each.id, held_out)]
    kinds = kinds_of(products)
    pictures = decoded(PictureSource(images), kinds, folder, STORED)
    alphas = cut_outs(pictures).alphas
    covered = alphas.mean((1, 2))
    clear = (covered > COVERS[0]) & (covered < COVERS[1])
    told = np.array([kinds[product] for product in pictures.row_of])
    return Things(pictures.pixels[clear], alphas[clear], told[clear])


def kinds_of(products: Sequence[TrainingProduct]) -> dict[str, int]:
    """The classes of those that are shown alone, by id."""
    of_type = {row.name: kind for kind in ALONE for row in type_rows()[kind]}
    return {
        each.id: CLASSES.index(of_type[each.articleType])
        for each in products
        if each.articleType in of_type
    }


def with_things(
    photos: torch.Tensor, masks: torch.Tensor, things: Things, share: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Some of the views (n, 3, h, w) in 0..1 with a thing before a piece of them, and their masks
    (n, h / 2, w / 2). Drawn from torch's own generator."""
    chosen = torch.rand(len(photos)) < share
    if not chosen.any():
        return photos, masks
    draw = Dice(int(chosen.sum()), torch.default_generator)
    size: Size = (photos.shape[-2], photos.shape[-1])
    rows = draw.below(len(things.kinds)).numpy()
    alphas = torch.from_numpy(things.alphas[rows]).float()[:, None]
    shown = to_float(torch.from_numpy(things.pixels[rows]))
    at = places(boxes(alphas), size, draw, REACH)
    seen = F.grid_sample(
        torch.cat([shown * alphas, alphas], 1), at, padding_mode="zeros", align_corners=False
    )
    ground, of_ground = pieces(photos[chosen], masks[chosen], draw)
    pasted = seen[:, :3] + ground * (1 - seen[:, 3:])
    there = F.avg_pool2d(seen[:, 3:], 2)[:, 0] > 0.5
    kinds = torch.from_numpy(things.kinds[rows])[:, None, None]
    told = torch.where(there, kinds, of_ground)
    fingers = ovals(size, draw) & draw.some(HELD)[:, None, None]
    pasted = torch.where(fingers[:, None], skin(draw), pasted)
    before = fingers[:, ::2, ::2]
    photos, masks = photos.clone(), masks.clone()
    photos[chosen] = pasted
    masks[chosen] = torch.where(before, CLASSES.index(SKIN), told)
    return photos, masks


def pieces(
    photos: torch.Tensor, masks: torch.Tensor, draw: Dice
) -> tuple[torch.Tensor, torch.Tensor]:
    """A piece of each, as large as the whole, with its mask."""
    moves = pieces_at(draw)
    shape = [len(photos), 1, *photos.shape[-2:]]
    half = [len(masks), 1, *masks.shape[-2:]]
    grid, of_masks = (F.affine_grid(moves, s, align_corners=False) for s in (shape, half))
    near = F.grid_sample(photos, grid, padding_mode="border", align_corners=False)
    told = F.grid_sample(
        masks[:, None].float(), of_masks, "nearest", padding_mode="border", align_corners=False
    )
    return near, told[:, 0].long().clamp_(max=IGNORED)
