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
from recommender.training.whole_file import write_text_whole, write_whole

WEIGHTS_FILE = "open_clip_model.safetensors"
CONFIG_FILE = "open_clip_config.json"


def export_model(
    model: nn.Module, config: TrainingConfig, vocabulary: Path | None, folder: Path
) -> None:
    """Writes the model into folder, over an older one.

    vocabulary: where the token file is of a model that has its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        "name": config.name,
        "model_cfg": config.model_cfg,
        "preprocess_cfg": config.preprocess_cfg,
    }
    write_text_whole(folder / CONFIG_FILE, json.dumps(content, indent=2) + "\n")
    if vocabulary:
        source = vocabulary / VOCABULARY_FILE
        write_whole(folder / VOCABULARY_FILE, lambda part: shutil.copyfile(source, part))
    write_whole(folder / WEIGHTS_FILE, lambda part: _save_weights(model, part))


def _save_weights(model: nn.Module, path: Path) -> None:
    save_file(_halved(model), path, metadata={"format": "pt"})
    path.chmod(0o644)  # safetensors leaves a file that only its writer may read


def _halved(model: nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: (value.half() if value.is_floating_point() else value).contiguous().cpu()
        for name, value in model.state_dict().items()
    }
