"""open_clip: imported whatever torchvision is beside it, quietly, and asked for trained models."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from safetensors.torch import load_file

from recommender.encoder_identity import CONFIG_FILE, SHIPPED_FOLDER, TOWER_FILE, WEIGHTS_FILE


def open_clip_name(name: str) -> tuple[str, str | None]:
    """(model, pretrained tag) of `hf-hub:owner/model`, or of open_clip's `MODEL/pretrained_tag`."""
    if name.startswith("hf-hub:"):
        return name, None
    architecture, _, tag = name.partition("/")
    return architecture, tag or None


#: Before a folder, where open_clip is told what to load.
LOCAL = "local-dir:"


def trained(architecture: str, **how: Any) -> tuple[Any, Any, Callable]:
    """The model and its transforms, from open_clip."""
    # Without require_pretrained open_clip answers missing weights with random ones and a warning.
    return created(architecture, require_pretrained=True, **how)


def created(architecture: str, **how: Any) -> tuple[Any, Any, Callable]:
    """As open_clip creates it; of a local folder also what open_clip leaves out of its
    preprocessing, since it does not know it."""
    found = import_open_clip().create_model_and_transforms(architecture, **how)
    if architecture.startswith(LOCAL) and is_framed(Path(architecture.removeprefix(LOCAL))):
        found[0].visual.preprocess_cfg["framed"] = True
    return found


def is_framed(folder: Path) -> bool:
    """See framing.py."""
    content = json.loads((folder / CONFIG_FILE).read_text(encoding="utf-8"))
    return bool(content.get("preprocess_cfg", {}).get("framed"))


def whole_weights(folder: Path) -> dict[str, torch.Tensor]:
    """An exported encoder's; beside a picture tower alone, the shipped encoder's words."""
    tower = folder / TOWER_FILE
    if not tower.exists():
        return load_file(folder / WEIGHTS_FILE)
    seen = {f"visual.{name}": value for name, value in load_file(tower).items()}
    return load_file(SHIPPED_FOLDER / WEIGHTS_FILE) | seen


@contextmanager
def quiet_open_clip() -> Iterator[None]:
    """Loading says ten lines to the root logger; none of them is news to who runs the shop."""
    level = logging.root.level
    logging.root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.root.setLevel(level)


def import_open_clip() -> ModuleType:
    """open_clip, also beside a torch build whose torchvision lacks its compiled operators."""
    try:
        import open_clip
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        _define_torchvision_operators()
        import open_clip
    return open_clip


def _define_torchvision_operators() -> None:
    # A CPU torch with the stock torchvision: import fails only for want of two operator schemas.
    for name in [name for name in sys.modules if name.split(".")[0] in _HALF_IMPORTED]:
        del sys.modules[name]
    library = torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    _operator_schemas.append(library)


_HALF_IMPORTED = {"torchvision", "timm", "open_clip"}
# Kept alive for the life of the process: torch forgets the operators with the library object.
_operator_schemas: list[Any] = []
