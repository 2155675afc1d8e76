"""The encoder: an open_clip model rebuilt for speed, its preprocessing and its tokenizer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import structlog
import torch
from PIL import Image

from recommender.encoder.grid import Grid
from recommender.encoder.int8 import has_int8, in_int8
from recommender.encoder.int8_graph import NotInt8
from recommender.encoder.norms import without_batch_norms
from recommender.encoder.preparation import Squash, decode_repeated
from recommender.encoder.ranges import Ranges, watched
from recommender.encoder.settings import setting
from recommender.encoder.threads import channels_last, cores, torch_threads
from recommender.encoder_identity import encoder_version

log = structlog.get_logger(__name__)

BATCH = 64
#: Pictures that one thread takes at a time: its cache holds them, and the last thread is not late.
MOST_AT_ONCE, FEWEST_AT_ONCE = 16, 4
#: From so many parameters on, words too are read in bfloat16, and one picture by all threads.
LARGE = 50_000_000


class Encoder:
    """An open_clip model with its own preprocessing and tokenizer, on the CPU or the GPU.

    `dtype`: what pictures, and in a large model words too, are computed in. `ranges`: pictures are
    computed in 8-bit integers instead, where the processor has them. The model is taken over and
    rebuilt for speed: it cannot be trained any more.
    """

    def __init__(
        self,
        name: str,
        model: torch.nn.Module,
        prepare: Callable[[Image.Image], torch.Tensor],
        tokenize: Callable[[list[str]], torch.Tensor],
        dtype: torch.dtype | None = None,
        ranges: Ranges | None = None,
    ) -> None:
        self.name = name
        self.version, known_dimension = encoder_version(name)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.threads = setting("ENCODER_THREADS", 0) or cores()
        self.is_large = sum(parameter.numel() for parameter in model.parameters()) >= LARGE
        self._model: Any = model.eval().to(self.device)
        self._prepare = prepare
        self._preprocessing = getattr(self._visual, "preprocess_cfg", {})
        self._squash = Squash.of(self._preprocessing)
        self._tokenize = tokenize
        example = self._pixels([Image.linear_gradient("L")])
        self._model.visual = without_batch_norms(self._visual, example)
        self.is_int8 = self._try_int8(ranges) if ranges else False
        self.dtype = dtype or best_dtype(self.device)
        self._model.to(self.dtype if self.is_large else torch.float32)
        if not self.is_int8:
            channels_last(self._visual.to(self.dtype))
        self.dimension = known_dimension or self.encode_texts(["garment"]).shape[1]

    @property
    def _visual(self) -> Any:
        """The half that reads pictures; open_clip declares no types."""
        return self._model.visual

    @property
    def computes_in(self) -> str:
        """What pictures are computed in: int8, bfloat16 or float32."""
        return "int8" if self.is_int8 else str(self.dtype).removeprefix("torch.")

    def _try_int8(self, ranges: Ranges) -> bool:
        """Whether the picture tower is now one for bytes."""
        if self.device != "cpu" or not has_int8():
            return False
        try:
            pixels = Grid.of_pixels(self._preprocessing) if self._squash else None
            if pixels is None:
                raise NotInt8("its pictures are not only resized, or each colour has its own mean")
            self._model.visual = in_int8(self._visual.float(), ranges, pixels, self._alone)
        except NotInt8 as why:
            log.warning("encoder_not_in_int8", encoder=self.name, why=str(why))
            return False
        return True

    def ranges_over(self, images: Sequence[Image.Image]) -> Ranges:
        """What `ranges` wants, seen on these pictures by an encoder in float32. Raises NotInt8."""
        return watched(self._visual, (self._pixels(some) for some in batches(images, BATCH)))

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
            return self._model.encode_image(self.model_input(images)).float()  # (n, d)

    @torch.inference_mode()
    def _text_rows(self, texts: Sequence[str]) -> torch.Tensor:
        with torch_threads(self._alone):
            tokens = self._tokenize(list(texts)).to(self.device)  # (n, context length)
            return self._model.encode_text(tokens).float()  # (n, d)

    def _unit_rows(self, parts: Sequence[torch.Tensor]) -> np.ndarray:
        if not parts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return torch.nn.functional.normalize(torch.cat(list(parts)), dim=-1).cpu().numpy()

    def model_input(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """(n, 3, height, width), channels last, as the picture tower takes it: bytes for int8."""
        if self.is_int8 and self._squash:
            return self._squash.pixels(images).permute(0, 3, 1, 2)
        return self._pixels(images).to(self.dtype)

    def _pixels(self, images: Sequence[Image.Image]) -> torch.Tensor:
        """(n, 3, height, width) float32, channels last, normalised as the model wants it."""
        if self._squash is None:
            pixels = torch.stack([self._prepare(image) for image in images]).to(self.device)
            return pixels.contiguous(memory_format=torch.channels_last)
        config = self._preprocessing
        of_bytes = (255 * torch.tensor(config[key], device=self.device) for key in ("mean", "std"))
        mean, deviation = of_bytes
        pixels = self._squash.pixels(images).to(self.device, torch.float32)
        return pixels.sub_(mean).div_(deviation).permute(0, 3, 1, 2)


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
