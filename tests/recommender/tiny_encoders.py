"""Untrained encoders that load like real ones, in a process of its own too."""

from __future__ import annotations

import json
from pathlib import Path

import torch

from recommender.encoder_identity import CONFIG_FILE, SHIPPED_FOLDER
from recommender.training.config import read_config
from recommender.training.export import export_model
from recommender.training.model import build_model
from tests.recommender.drawn_products import TINY, tiny_config


def tiny_encoder(folder: Path, dimension: int) -> str:
    """A folder with random weights and the shipped vocabulary; returns the ENCODER setting."""
    folder.mkdir(parents=True)
    shipped = json.loads((SHIPPED_FOLDER / CONFIG_FILE).read_text())["model_cfg"]["text_cfg"]
    text = {**TINY["model_cfg"]["text_cfg"], "vocab_size": shipped["vocab_size"]}
    path = tiny_config(folder)
    content = json.loads(path.read_text())
    content["model_cfg"] |= {"embed_dim": dimension, "text_cfg": text}
    path.write_text(json.dumps(content))
    config = read_config(path)
    torch.manual_seed(dimension)
    export_model(build_model(config), config, SHIPPED_FOLDER, folder)
    return str(folder)
