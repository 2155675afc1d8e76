"""Models of diffusers that draw from words. They need `pip install diffusers transformers`."""

from __future__ import annotations

from typing import Any

from PIL import Image

from recommender.encoder import import_open_clip
from recommender.photos.drawing import NothingDrawn, Progress

#: Like the catalogue's own pictures, which is what the encoder compares it with.
PROMPT = "product photo of {words}, one garment, plain white background"
#: Up to so many steps a model is a distilled one ("turbo"), which is asked without guidance.
FEW = 4


class Diffusing:
    """A pipeline from text to image. Raises ImportError, and what diffusers does."""

    def __init__(self, model: str, steps: int) -> None:
        import_open_clip()  # mends torchvision, which transformers imports, where that is needed
        import diffusers

        self._pipeline: Any = diffusers.AutoPipelineForText2Image.from_pretrained(model)
        self._pipeline.set_progress_bar_config(disable=True)
        self._steps = steps

    def __call__(self, words: str, progress: Progress) -> Image.Image:
        def told(pipeline: Any, step: int, time: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            progress((step + 1) / self._steps)
            return tensors

        how = {"guidance_scale": 0.0} if self._steps <= FEW else {}
        drawn = self._pipeline(
            PROMPT.format(words=words),
            num_inference_steps=self._steps,
            callback_on_step_end=told,
            **how,
        )
        if any(getattr(drawn, "nsfw_content_detected", None) or ()):
            raise NothingDrawn("the model's safety check")
        return drawn.images[0]
