"""Which encoder the ENCODER setting names, told without loading torch.

Pages and commands that only need to know whose vectors they read import this, not `encoder`.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from recommender.unavailable import ModelUnavailable

SHIPPED = "shipped"
SHIPPED_FOLDER = Path(__file__).resolve().parent / "weights" / "understudy-clip-4"
#: What sees shoppers' photos, and has a vector of each product to compare them with.
PHOTOS_FOLDER = SHIPPED_FOLDER.with_name("understudy-photos-3")
CONFIG_FILE = "open_clip_config.json"
WEIGHTS_FILE = "open_clip_model.safetensors"
#: A picture tower alone, beside the shipped encoder's words.
TOWER_FILE = "picture_tower.safetensors"


class EncoderNotFound(ValueError):
    """ENCODER names nothing that could be an encoder. The sentence says what to set."""


class EncoderUnavailable(ModelUnavailable):
    """An encoder that a name stands for."""


def local_folder(name: str) -> Path | None:
    """The folder of the shipped encoder or of a local one; None for a name open_clip resolves."""
    if name == SHIPPED:
        return SHIPPED_FOLDER
    folder = Path(name)
    if (folder / CONFIG_FILE).exists():
        return folder.resolve()
    if name.startswith("hf-hub:") or is_model_with_tag(name):
        return None
    raise EncoderNotFound(
        f"ENCODER={name!r} is neither 'shipped', a folder with an {CONFIG_FILE}, an open_clip "
        "model with its pretrained tag (ViT-B-32/laion2b_s34b_b79k), nor hf-hub:owner/model."
    )


def photo_encoder(beside: str, name: str) -> str:
    """What is to see photos in a shop with the encoder `beside`, by the PHOTO_ENCODER setting
    `name`; empty where that one sees them itself."""
    if name != SHIPPED:
        return name
    return str(PHOTOS_FOLDER) if beside == SHIPPED else ""


def full_name(name: str) -> str:
    """The name from any working folder: a local folder's whole path. Raises EncoderNotFound."""
    folder = None if name == SHIPPED else local_folder(name)
    return str(folder) if folder else name


def is_model_with_tag(name: str) -> bool:
    model, _, tag = name.partition("/")
    return bool(model and tag) and "/" not in tag


def encoder_version(name: str) -> tuple[str, int | None]:
    """The key under which vectors of this encoder are kept, and their length if it is known.

    A local folder's key ends in a digest of its weights, so that other weights are another
    encoder; a hub model's length is known only once it has been used. Raises EncoderNotFound.
    """
    folder = local_folder(name)
    if folder is None:
        return name, None
    try:
        config = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
        return f"{folder.name}@{digest_in(folder)[:8]}", int(config["model_cfg"]["embed_dim"])
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise EncoderNotFound(
            f"ENCODER={name!r}: {folder} is no whole encoder ({error!r}). It needs {CONFIG_FILE} "
            f"and {WEIGHTS_FILE}; the shipped one is in the repository."
        ) from error


def digest_in(folder: Path) -> str:
    """Of the weights that lie in an encoder's folder now. Raises OSError."""
    tower = folder / TOWER_FILE
    weights = tower if tower.exists() else folder / WEIGHTS_FILE
    return weights_digest(weights, weights.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def weights_digest(weights: Path, modified_ns: int) -> str:
    with weights.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
