"""A trained segmenter as a folder: config.json, and safetensors at one or two bytes a number.

Kernels are kept as 8-bit integers with a scale for each output channel, everything else in
float16. What that moves is far below what a pixel's class hangs on, and the file is half as large.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from recommender.photos.segmenter.network import NetworkConfig, build_network

CONFIG_FILE, WEIGHTS_FILE = "config.json", "model.safetensors"
_SCALE = ".scale"


@dataclass(frozen=True)
class SegmenterFolder:
    """name: of the model. looks_at: longer sides, in pixels, of what it is shown, one each time."""

    name: str
    looks_at: tuple[int, ...]
    network: NetworkConfig


def save_segmenter(network: nn.Module, about: SegmenterFolder, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(about), indent=2) + "\n"
    (folder / CONFIG_FILE).write_text(text, encoding="utf-8")
    part = folder / (WEIGHTS_FILE + ".part")
    save_file(_packed(network.state_dict()), part, metadata={"format": "pt"})
    part.chmod(0o644)  # safetensors leaves a file that only its writer may read
    part.replace(folder / WEIGHTS_FILE)


def load_segmenter(folder: Path) -> tuple[nn.Module, SegmenterFolder]:
    """Raises OSError, ValueError, KeyError, RuntimeError where the folder holds no segmenter."""
    content = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    network_config = NetworkConfig.of(content["network"])
    about = SegmenterFolder(content["name"], tuple(content["looks_at"]), network_config)
    network = build_network(network_config)
    network.load_state_dict(_unpacked(load_file(folder / WEIGHTS_FILE)))
    return network.eval(), about


def _packed(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    packed = {}
    for name, value in state.items():
        if value.ndim == 4:
            scale = value.abs().amax((1, 2, 3), keepdim=True).clamp(min=1e-8) / 127
            packed[name] = (value / scale).round().to(torch.int8).contiguous()
            packed[name + _SCALE] = scale.flatten().float().contiguous()
        else:
            packed[name] = (value.half() if value.is_floating_point() else value).contiguous()
    return packed


def _unpacked(packed: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    state = {}
    for name, value in packed.items():
        if name + _SCALE in packed:
            state[name] = value.float() * packed[name + _SCALE].view(-1, 1, 1, 1)
        elif not name.endswith(_SCALE):
            state[name] = value.float() if value.is_floating_point() else value
    return state
