"""The seam to torch and open_clip: pictures and words in, unit vectors out.

Importing this module loads torch. What only needs to know whose vectors it reads imports
`encoder_identity` instead.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from PIL import Image

from recommender.encoder_identity import (
    EncoderNotFound,
    EncoderUnavailable,
    encoder_version,
    local_folder,
)

BATCH = 64
VOCABULARY_FILE = "bpe.txt.gz"
#: From this size on, half the bytes to read per picture outweigh the conversions.
BF16_FROM_PARAMETERS = 50_000_000


class Encoder:
    """An open_clip model with its own preprocessing and tokenizer, on the CPU or the GPU."""

    def __init__(
        self,
        name: str,
        model: torch.nn.Module,
        prepare: Callable[[Image.Image], torch.Tensor],
        tokenize: Callable[[list[str]], torch.Tensor],
    ) -> None:
        self.name = name
        self.version, known_dimension = encoder_version(name)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.dtype = best_dtype(model, self.device)
        self._model: Any = channels_last(model.eval().to(self.device, self.dtype))
        self._prepare = prepare
        self._tokenize = tokenize
        self.dimension = known_dimension or self.encode_texts(["garment"]).shape[1]

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Pictures of any size and mode -> (n, d) float32, unit rows."""
        return self._encode(images, self._pixels, self._model.encode_image)

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Words -> (n, d) float32, unit rows; comparable with the pictures' rows."""
        return self._encode(texts, self._tokens, self._model.encode_text)

    @torch.inference_mode()
    def _encode(self, items: Sequence[Any], load: Callable, encode: Callable) -> np.ndarray:
        if not items:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = torch.cat([encode(load(batch)).float() for batch in batches(items)])
        return torch.nn.functional.normalize(rows, dim=-1).cpu().numpy()

    def _pixels(self, images: Sequence[Image.Image]) -> torch.Tensor:
        pixels = torch.stack([self._prepare(image) for image in images])  # (n, 3, height, width)
        return pixels.to(self.device, self.dtype, memory_format=torch.channels_last)

    def _tokens(self, texts: Sequence[str]) -> torch.Tensor:
        return self._tokenize(list(texts)).to(self.device)  # (n, context length)


def channels_last(model: torch.nn.Module) -> torch.nn.Module:
    """The order of numbers in memory that convolutions are fastest in on a CPU."""
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def batches(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def best_dtype(model: torch.nn.Module, device: str) -> torch.dtype:
    """bfloat16 for a large model on a processor that multiplies in it, float32 otherwise."""
    parameters = sum(parameter.numel() for parameter in model.parameters())
    has_bf16 = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.bfloat16 if has_bf16 and parameters >= BF16_FROM_PARAMETERS else torch.float32


#: The one that answers and, while the shop switches, the other one.
MOST_LOADED = 2
#: By (name, version), the last used one last.
_loaded: OrderedDict[tuple[str, str], Encoder] = OrderedDict()
_loading = threading.Lock()


def load_encoder(name: str | None = None) -> Encoder:
    """The encoder of that ENCODER name (the setting's, if none is given), once per process.

    Loaded again when its weights on disk have changed. At most MOST_LOADED stay in memory.
    Raises EncoderUnavailable.
    """
    name = name or setting("ENCODER", "shipped")
    with _loading:
        key = (name, current_version(name))
        if key not in _loaded:
            torch.set_num_threads(setting("ENCODER_THREADS", 0) or default_threads())
            _loaded[key] = build(name)
        _loaded.move_to_end(key)
        while len(_loaded) > MOST_LOADED:
            _loaded.popitem(last=False)
        return _loaded[key]


def loaded_encoder(version: str) -> Encoder | None:
    """The encoder of that version if it is in memory. Never waits for one that is being loaded."""
    return next((encoder for key, encoder in list(_loaded.items()) if key[1] == version), None)


def drop_encoders(keep: Collection[str]) -> None:
    """Forget the encoders in memory but those of these versions; whoever uses one may finish."""
    with _loading:
        for key in [key for key in _loaded if key[1] not in keep]:
            del _loaded[key]


def current_version(name: str) -> str:
    try:
        return encoder_version(name)[0]
    except EncoderNotFound as error:
        raise EncoderUnavailable(str(error)) from error


def default_threads() -> int:
    """Half the cores: threads that wait for a core they share cost more than they give."""
    return max(1, (os.cpu_count() or 1) // 2)


def setting(name: str, default: Any) -> Any:
    """The Django setting where Django is configured; a script of training needs none."""
    from django.conf import settings

    return getattr(settings, name, default) if settings.configured else default


def build(name: str) -> Encoder:
    try:
        folder = local_folder(name)
        with quiet_open_clip():
            return from_folder(name, folder) if folder else from_open_clip(name)
    except Exception as error:  # missing files, broken weights, no network: one answer to all
        raise EncoderUnavailable(
            f"The encoder {name!r} could not be loaded ({type(error).__name__}: {error}). "
            "Check the ENCODER setting; 'shipped' needs no download."
        ) from error


@contextmanager
def quiet_open_clip() -> Iterator[None]:
    """Loading says ten lines to the root logger; none of them is news to who runs the shop."""
    level = logging.root.level
    logging.root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logging.root.setLevel(level)


def from_folder(name: str, folder: Path) -> Encoder:
    """A folder with config and safetensors, and for a vocabulary of its own the token file."""
    open_clip = import_open_clip()
    model, _, prepare = trained(f"local-dir:{folder}")
    vocabulary = folder / VOCABULARY_FILE
    if vocabulary.exists():
        tokenize = open_clip.tokenizer.SimpleTokenizer(
            bpe_path=str(vocabulary), context_length=model.context_length
        )
    else:
        tokenize = open_clip.get_tokenizer(f"local-dir:{folder}")
    return Encoder(name, model, fast_preparation(model, prepare), tokenize)


def from_open_clip(name: str) -> Encoder:
    """`hf-hub:owner/model`, or open_clip's `MODEL/pretrained_tag`."""
    architecture, _, tag = name.partition("/") if not name.startswith("hf-hub:") else (name, "", "")
    model, _, prepare = trained(architecture, pretrained=tag or None)
    return Encoder(name, model, prepare, import_open_clip().get_tokenizer(architecture))


def trained(architecture: str, **how: Any) -> tuple[torch.nn.Module, Any, Callable]:
    """The model and its transforms, from open_clip."""
    # Without require_pretrained open_clip answers missing weights with random ones and a warning.
    return import_open_clip().create_model_and_transforms(
        architecture, require_pretrained=True, **how
    )


def fast_preparation(
    model: torch.nn.Module, prepare: Callable[[Image.Image], torch.Tensor]
) -> Callable[[Image.Image], torch.Tensor]:
    """Resizing to a fixed size without torchvision, where that is all the preprocessing is."""
    config = getattr(model.visual, "preprocess_cfg", {})
    if config.get("resize_mode") != "squash" or not isinstance(config.get("size"), (list, tuple)):
        return prepare
    height, width = config["size"]
    mean = torch.tensor(config["mean"]).view(3, 1, 1) * 255
    deviation = torch.tensor(config["std"]).view(3, 1, 1) * 255
    resampling = Image.Resampling[config.get("interpolation", "bicubic").upper()]

    def squash(image: Image.Image) -> torch.Tensor:
        small = image.convert("RGB").resize((width, height), resampling, reducing_gap=3.0)
        pixels = torch.from_numpy(np.array(small)).permute(2, 0, 1)  # (3, height, width)
        return (pixels - mean) / deviation

    return squash


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
