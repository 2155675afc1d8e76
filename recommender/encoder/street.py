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

#: Cosine of what the two say of a picture: at the first the street tower alone is believed, at the
#: second the encoder alone. The encoder has seen nothing but products on white; where it is at a
#: loss it says something else than its street tower (measured: MODEL_CARD.md of the tower).
STRANGE, FAMILIAR = 0.7, 0.9


def photo_vectors(encoder: Encoder, pictures: Sequence[Image.Image]) -> np.ndarray:
    """(n, d) float32 unit rows, comparable with what `encoder` says of products.

    Between what the encoder says and what its street tower says: the more they agree, the nearer
    to the encoder, which tells products apart better once it knows what it sees.
    """
    own = encoder.encode_images(pictures)
    street = street_tower(encoder)
    if street is encoder:
        return own
    other = street.encode_images(pictures)
    agreed = (own * other).sum(1, keepdims=True)
    share = np.clip((agreed - STRANGE) / (FAMILIAR - STRANGE), 0, 1)
    between = share * own + (1 - share) * other
    return between / np.linalg.norm(between, axis=1, keepdims=True)


def street_tower(encoder: Encoder) -> Encoder:
    """PHOTO_ENCODER's, if it was trained for this encoder; else the encoder itself."""
    folder = Path(setting("PHOTO_ENCODER", "") or STREET_FOLDER)
    try:
        if json.loads((folder / STREET_OF).read_text())["encoder"] == encoder.version:
            return load_encoder(str(folder))
    except (OSError, ValueError, KeyError, EncoderUnavailable) as error:
        log.warning("street_tower_away", folder=str(folder), error=str(error))
    return encoder
