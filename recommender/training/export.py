"""A trained model as a folder open_clip loads: config, fp16 safetensors, vocabulary."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from recommender.training.config import TrainingConfig
from recommender.training.model import VOCABULARY_FILE

WEIGHTS_FILE = "open_clip_model.safetensors"
CONFIG_FILE = "open_clip_config.json"


def export_model(model: nn.Module, config: TrainingConfig, vocabulary: Path, folder: Path) -> None:
    """Writes the model into folder; vocabulary: the folder its token file is in."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "name": config.name,
        "model_cfg": config.model_cfg,
        "preprocess_cfg": config.preprocess_cfg,
    }
    (folder / CONFIG_FILE).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    shutil.copyfile(vocabulary / VOCABULARY_FILE, folder / VOCABULARY_FILE)
    save_file(_halved(model), folder / WEIGHTS_FILE, metadata={"format": "pt"})


def _halved(model: nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: (value.half() if value.is_floating_point() else value).contiguous().cpu()
        for name, value in model.state_dict().items()
    }
