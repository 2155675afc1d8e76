"""The seam to torch and open_clip: pictures and words in, unit vectors out.

Importing this module loads torch. What only needs to know whose vectors it reads imports
`encoder_identity` instead.
"""

from __future__ import annotations

import copy
import logging
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch.nn.utils.fusion import fuse_conv_bn_weights

from recommender.encoder_identity import (
    EncoderNotFound,
    EncoderUnavailable,
    encoder_version,
    local_folder,
)
from recommender.preparation import Squash, decode_repeated

BATCH = 64
#: Pictures that one thread takes at a time: its cache holds them, and the last thread is not late.
MOST_AT_ONCE, FEWEST_AT_ONCE = 16, 4
VOCABULARY_FILE = "bpe.txt.gz"
#: From so many parameters on, words too are read in bfloat16, and one picture by all threads.
LARGE = 50_000_000


class Encoder:
    """An open_clip model with its own preprocessing and tokenizer, on the CPU or the GPU.

    `dtype`: what pictures, and in a large model words too, are computed in. The model is taken
    over and rebuilt for speed: it cannot be trained any more.
    """

    def __init__(
        self,
        name: str,
        model: torch.nn.Module,
        prepare: Callable[[Image.Image], torch.Tensor],
        tokenize: Callable[[list[str]], torch.Tensor],
        dtype: torch.dtype | None = None,
    ) -> None:
        self.name = name
        self.version, known_dimension = encoder_version(name)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.threads = setting("ENCODER_THREADS", 0) or cores()
        self.is_large = sum(parameter.numel() for parameter in model.parameters()) >= LARGE
        self._model: Any = model.eval().to(self.device)
        self._prepare = prepare
        self._squash = Squash.of(getattr(self._visual, "preprocess_cfg", {}))
        self._tokenize = tokenize
        example = self._pixels([Image.linear_gradient("L")])
        self._model.visual = without_batch_norms(self._visual, example)
        self.dtype = dtype or best_dtype(self.device)
        self._model.to(self.dtype if self.is_large else torch.float32)
        channels_last(self._visual.to(self.dtype))
        self.dimension = known_dimension or self.encode_texts(["garment"]).shape[1]

    @property
    def _visual(self) -> Any:
        """The half that reads pictures; open_clip declares no types."""
        return self._model.visual

    def encode_images(self, images: Sequence[Image.Image]) -> np.ndarray:
        """Pictures of any size and mode -> (n, d) float32, unit rows.

        A file that is opened and not yet decoded is decoded here, no larger than the model needs
        and while the model is at work on others: the fastest way to hand pictures over.
        """
        decode_repeated(images)
        parts = list(batches(images, self._at_once(len(images))))
        if len(parts) < 2:
            return self._unit_rows([self._image_rows(part, self._alone) for part in parts])
        with ThreadPoolExecutor(min(self.threads, len(parts))) as hands:
            return self._unit_rows(list(hands.map(self._image_rows, parts)))

    def encode_texts(self, texts: Sequence[str]) -> np.ndarray:
        """Words -> (n, d) float32, unit rows; comparable with the pictures' rows."""
        return self._unit_rows([self._text_rows(part) for part in batches(texts, BATCH)])

    def _at_once(self, count: int) -> int:
        """How many of `count` pictures go through the model together."""
        if self.is_large or self.device == "cuda":
            return BATCH
        return min(max(-(-count // self.threads), FEWEST_AT_ONCE), MOST_AT_ONCE)

    @property
    def _alone(self) -> int:
        """Threads for a part that is all there is. In a small model they would only wait."""
        return self.threads if self.is_large else 1

    @torch.inference_mode()
    def _image_rows(self, images: Sequence[Image.Image], threads: int = 1) -> torch.Tensor:
        with torch_threads(threads):
            pixels = self._pixels(images).to(self.dtype)
            return self._model.encode_image(pixels).float()  # (n, d)

    @torch.inference_mode()
    def _text_rows(self, texts: Sequence[str]) -> torch.Tensor:
        with torch_threads(self._alone):
            tokens = self._tokenize(list(texts)).to(self.device)  # (n, context length)
            return self._model.encode_text(tokens).float()  # (n, d)

    def _unit_rows(self, parts: Sequence[torch.Tensor]) -> np.ndarray:
        if not parts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return torch.nn.functional.normalize(torch.cat(list(parts)), dim=-1).cpu().numpy()

    def _pixels(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """(n, 3, height, width) float32, channels last, normalised as the model wants it."""
        if self._squash is None:
            pixels = torch.stack([self._prepare(image) for image in images]).to(self.device)
            return pixels.contiguous(memory_format=torch.channels_last)
        config = self._visual.preprocess_cfg
        of_bytes = (255 * torch.tensor(config[key], device=self.device) for key in ("mean", "std"))
        mean, deviation = of_bytes
        pixels = torch.from_numpy(self._squash.pixels(images)).to(self.device, torch.float32)
        return pixels.sub_(mean).div_(deviation).permute(0, 3, 1, 2)


def channels_last(model: torch.nn.Module) -> torch.nn.Module:
    """The order of numbers in memory that convolutions are fastest in on a CPU."""
    return model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def best_dtype(device: str) -> torch.dtype:
    """bfloat16 where the processor multiplies in it, float32 otherwise.

    On 5,346 products bfloat16 moved the shipped encoder's vectors by a cosine of .99996 (.9998 at
    worst) and no figure of `evaluate_encoder` by more than .0015, in nearly half the time.
    """
    has_bf16 = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.bfloat16 if has_bf16 else torch.float32


@contextmanager
def torch_threads(count: int) -> Iterator[None]:
    """Let torch split each operation among `count` threads, in the calling thread only."""
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


@torch.no_grad()
def without_batch_norms(model: torch.nn.Module, example: torch.Tensor) -> torch.nn.Module:
    """The model, every BatchNorm that reads a convolution's output moved into its weights.

    The pairs are found by watching the example (n, 3, height, width) go through, so that it does
    not matter how an architecture names its layers. A model that says something else afterwards
    (it reads a convolution in two places) is left as it was.
    """
    if not any(isinstance(module, torch.nn.BatchNorm2d) for module in model.modules()):
        return model
    folded = copy.deepcopy(model)
    for convolution, norm in convolutions_before_norms(folded, example):
        convolution.weight, convolution.bias = fuse_conv_bn_weights(
            convolution.weight, convolution.bias,
            norm.running_mean, norm.running_var,  # type: ignore[arg-type]
            norm.eps, norm.weight, norm.bias,
        )  # fmt: skip
        # timm's norms carry the activation that follows them.
        replace_module(folded, norm, getattr(norm, "act", torch.nn.Identity()))
    return folded if torch.allclose(folded(example), model(example), atol=1e-3) else model


def convolutions_before_norms(
    model: torch.nn.Module, example: torch.Tensor
) -> list[tuple[torch.nn.Conv2d, torch.nn.BatchNorm2d]]:
    made: dict[int, tuple[torch.nn.Conv2d, torch.Tensor]] = {}
    pairs: list[tuple[torch.nn.Conv2d, torch.nn.BatchNorm2d]] = []

    def watch(module: torch.nn.Module, given: tuple[torch.Tensor, ...], out: torch.Tensor) -> None:
        if isinstance(module, torch.nn.Conv2d):
            made[id(out)] = module, out  # the tensor is kept so that its id is not given again
        elif isinstance(module, torch.nn.BatchNorm2d) and id(given[0]) in made:
            pairs.append((made[id(given[0])][0], module))

    hooks = [module.register_forward_hook(watch) for module in model.modules()]
    try:
        model(example)
    finally:
        for hook in hooks:
            hook.remove()
    return pairs


def replace_module(model: torch.nn.Module, old: torch.nn.Module, new: torch.nn.Module) -> None:
    for parent in list(model.modules()):
        for name, child in list(parent.named_children()):
            if child is old:
                setattr(parent, name, new)


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


def cores() -> int:
    """Those this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def setting(name: str, default: Any) -> Any:
    """The Django setting where Django is configured; a script of training needs none."""
    from django.conf import settings

    return getattr(settings, name, default) if settings.configured else default


def build(name: str, dtype: torch.dtype | None = None) -> Encoder:
    """The encoder anew; dtype: instead of what is best here. Raises EncoderUnavailable."""
    try:
        folder = local_folder(name)
        with quiet_open_clip():
            return from_folder(name, folder, dtype) if folder else from_open_clip(name, dtype)
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


def from_folder(name: str, folder: Path, dtype: torch.dtype | None) -> Encoder:
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
    return Encoder(name, model, prepare, tokenize, dtype)


def from_open_clip(name: str, dtype: torch.dtype | None) -> Encoder:
    architecture, tag = open_clip_name(name)
    model, _, prepare = trained(architecture, pretrained=tag)
    return Encoder(name, model, prepare, import_open_clip().get_tokenizer(architecture), dtype)


def open_clip_name(name: str) -> tuple[str, str | None]:
    """(model, pretrained tag) of `hf-hub:owner/model`, or of open_clip's `MODEL/pretrained_tag`."""
    if name.startswith("hf-hub:"):
        return name, None
    architecture, _, tag = name.partition("/")
    return architecture, tag or None


def trained(architecture: str, **how: Any) -> tuple[torch.nn.Module, Any, Callable]:
    """The model and its transforms, from open_clip."""
    # Without require_pretrained open_clip answers missing weights with random ones and a warning.
    return import_open_clip().create_model_and_transforms(
        architecture, require_pretrained=True, **how
    )


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
