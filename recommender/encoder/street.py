"""Consumers' photos as vectors: by a tower of their own, into the space of the encoder's vectors.

An encoder trained on a shop's pictures takes another ground for another product. Its street tower
(trained by `train_encoder --street-of`) says of a photo what the encoder says of the product.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import structlog
from PIL import Image

from recommender.encoder.loading import load_encoder
from recommender.encoder.model import Encoder
from recommender.encoder.settings import setting
from recommender.encoder_identity import STREET_FOLDER, STREET_OF, EncoderUnavailable

log = structlog.get_logger(__name__)

#: From which value on, in 8 bits, all channels of a pixel are a shop's white.
WHITE = 235
#: Share of the rim that is white on a shop's own pictures, or on what was cut out.
WHITE_RIM = 0.7


def photo_vectors(encoder: Encoder, pictures: Sequence[Image.Image]) -> np.ndarray:
    """(n, d) float32 unit rows, comparable with what `encoder` says of products.

    Pictures on white, as a shop's own are, are left to the encoder itself.
    """
    street = street_tower(encoder)
    out = np.empty((len(pictures), encoder.dimension), np.float32)
    is_white = np.array([on_white(picture) for picture in pictures], bool)
    for tower, chosen in ((encoder, is_white), (street, ~is_white)):
        some = [picture for picture, here in zip(pictures, chosen, strict=True) if here]
        if some:
            out[chosen] = tower.encode_images(some)
    return out


def street_tower(encoder: Encoder) -> Encoder:
    """PHOTO_ENCODER's, if it was trained for this encoder; else the encoder itself."""
    folder = Path(setting("PHOTO_ENCODER", "") or STREET_FOLDER)
    try:
        if json.loads((folder / STREET_OF).read_text())["encoder"] == encoder.version:
            return load_encoder(str(folder))
    except (OSError, ValueError, KeyError, EncoderUnavailable) as error:
        log.warning("street_tower_away", folder=str(folder), error=str(error))
    return encoder


def on_white(picture: Image.Image) -> bool:
    small = np.asarray(picture.convert("RGB").resize((32, 32), Image.Resampling.BOX))
    rim = np.concatenate([small[0], small[-1], small[1:-1, 0], small[1:-1, -1]])
    return bool((rim >= WHITE).all(-1).mean() >= WHITE_RIM)
