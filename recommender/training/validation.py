"""Figures of a model in training, on the products that are held out."""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F

from recommender.training import augment
from recommender.training.batches import gathered
from recommender.training.config import TrainingConfig
from recommender.training.measures import neighbour_precision, neighbours, text_to_image
from recommender.training.model import OpenClipModel
from recommender.training.pictures import PictureSet
from recommender.training.products import TrainingProduct


@torch.inference_mode()
def validate(
    model: OpenClipModel,
    config: TrainingConfig,
    products: list[TrainingProduct],
    pictures: PictureSet,
    tokenize: Callable[[list[str]], torch.Tensor],
    size: tuple[int, int] | None = None,
) -> dict[str, float]:
    """Figures on held-out products, names as queries; empty where there are too few.

    size: (height, width) of the pictures while another than the model's own is trained on.
    """
    if len(products) < 20:
        return {}
    device = next(model.parameters()).device
    seen, read = [], []
    for start in range(0, len(products), 256):
        some = products[start : start + 256]
        views = augment.resized(gathered(pictures, [p.id for p in some]), size or config.input_size)
        cfg = config.preprocess_cfg
        pixels = augment.normalised(views, cfg["mean"], cfg["std"]).to(device)
        seen.append(F.normalize(model.encode_image(pixels), dim=-1).cpu())
        tokens = tokenize([p.name for p in some]).to(device)
        read.append(F.normalize(model.encode_text(tokens), dim=-1).cpu())
    vectors = torch.cat(seen)
    nearest = neighbours(vectors)
    return text_to_image(torch.cat(read), vectors) | {
        f"{name}_i2i_p10": neighbour_precision(nearest, [getattr(p, name) for p in products])
        for name in ("articleType", "baseColour", "gender")
    }
