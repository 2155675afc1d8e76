"""The network that ships: a U-Net of segmentation_models_pytorch over the encoder's own tower."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from recommender.encoder import channels_last, import_open_clip
from recommender.photos.classes import CLASSES

#: Height and width of the input are multiples of it.
STRIDE = 32
_TOWER = re.compile(r"^visual\.trunk\.")


@dataclass(frozen=True)
class NetworkConfig:
    """backbone: timm's name. decoder: channels from the coarsest step to the finest.

    mean, deviation: of the input, whose pixels are 0..1 before.
    """

    backbone: str = "resnet10t"
    decoder: tuple[int, ...] = (128, 64, 48, 24)
    mean: float = 0.5
    deviation: float = 0.25

    @classmethod
    def of(cls, content: dict[str, Any]) -> NetworkConfig:
        return cls(**{**content, "decoder": tuple(content["decoder"])})


def import_smp() -> ModuleType:
    """segmentation_models_pytorch, whatever torchvision is beside it."""
    import_open_clip()  # helps torchvision, where a CPU torch lacks its operators
    import segmentation_models_pytorch

    return segmentation_models_pytorch


def build_network(config: NetworkConfig) -> nn.Module:
    """(n, 3, height, width) -> (n, classes, height / 2, width / 2) logits; random weights."""
    network = import_smp().Unet(
        f"tu-{config.backbone}",
        encoder_depth=len(config.decoder) + 1,
        encoder_weights=None,
        decoder_channels=(*config.decoder, 8),
        classes=len(CLASSES),
    )
    # The last step, to the input's own size, would take a quarter of the time and see no skip.
    del network.decoder.blocks[-1]
    head = network.segmentation_head[0]
    network.segmentation_head = nn.Conv2d(config.decoder[-1], len(CLASSES), head.kernel_size, 1, 1)
    return channels_last(network)


def begin_with_tower(network: Any, encoder: Path) -> None:
    """Takes the picture tower of an exported encoder as backbone. Raises ValueError, OSError.

    encoder: a folder with open_clip_model.safetensors over the same timm architecture.
    """
    weights = load_file(encoder / "open_clip_model.safetensors")
    tower = {_TOWER.sub("", name): value for name, value in weights.items() if _TOWER.match(name)}
    backbone = network.encoder.model
    fits = {name: value.shape for name, value in backbone.state_dict().items()}
    if any(name not in tower or tower[name].shape != shape for name, shape in fits.items()):
        raise ValueError(f"{encoder} holds no picture tower of this architecture")
    backbone.load_state_dict({name: tower[name].float() for name in fits})


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


def as_input(pixels: torch.Tensor, config: NetworkConfig) -> torch.Tensor:
    """(n, h, w, 3) bytes or 0..255 -> (n, 3, h, w) float32, normalised, channels last."""
    scaled = pixels.float().div_(255).sub_(config.mean).div_(config.deviation)
    return scaled.permute(0, 3, 1, 2)
