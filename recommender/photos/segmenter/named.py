"""Stronger models by name: a SegFormer that tells clothes, a detector that draws boxes round them.

They need `pip install transformers`, which the shop does not; weights come from the Hugging Face
hub, or from a folder that was saved before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from recommender.encoder import import_open_clip
from recommender.photos.classes import CLASSES, class_of_label, merged
from recommender.photos.segmenter.loading import FindsClasses

#: Below this a detector's box is a guess.
LEAST_SCORE = 0.5
#: Cells on the longer side into which boxes are drawn.
CELLS = 160


class TransformersMissing(ImportError):
    """The optional package is not installed."""


def named(model: str) -> FindsClasses:
    """A transformers model for segmentation or detection, told by its own configuration.

    Raises TransformersMissing, ValueError where none of its labels is a garment, and what
    transformers raises on a model that is not there.
    """
    transformers = _transformers()
    config = transformers.AutoConfig.from_pretrained(model)
    labels = _filed(config.id2label)
    prepare = transformers.AutoImageProcessor.from_pretrained(model, use_fast=False)
    if any("Segmentation" in name for name in config.architectures or ()):
        kind = transformers.AutoModelForSemanticSegmentation
        return SegmentingModel(model, kind.from_pretrained(model), prepare, labels)
    kind = transformers.AutoModelForObjectDetection
    return DetectingModel(model, kind.from_pretrained(model), prepare, labels)


def _transformers() -> Any:
    import_open_clip()  # mends torchvision, which transformers imports, where that is needed
    try:
        import transformers
    except ImportError as error:
        raise TransformersMissing("pip install transformers, and start again") from error
    return transformers


def _filed(labels: dict[int, str]) -> dict[int, int]:
    """A label's number -> its class; labels nobody filed (sleeve, collar) are left out."""
    spelled = {int(number): _spelled(label) for number, label in labels.items()}
    filed = {n: merged(label) for n, label in spelled.items() if label in class_of_label()}
    if not any(filed.values()):
        raise ValueError("none of the model's labels is a garment that data/labels.csv knows")
    return filed


def _spelled(label: str) -> str:
    return label.strip().casefold().replace("_", "-")


class SegmentingModel:
    """A class for each pixel, such as SegFormer's."""

    def __init__(self, name: str, model: Any, prepare: Any, labels: dict[int, int]) -> None:
        self.name, self._model, self._prepare, self._labels = name, model.eval(), prepare, labels

    @torch.inference_mode()
    def probabilities(self, photo: Image.Image) -> np.ndarray:
        shown = self._prepare(images=photo.convert("RGB"), return_tensors="pt")
        told = F.softmax(self._model(**shown).logits[0].float(), 0).numpy()
        height, width = told.shape[1:]
        summed = np.zeros((len(CLASSES), height, width), np.float32)
        for number in range(len(told)):
            summed[self._labels.get(number, 0)] += told[number]
        return summed


class DetectingModel:
    """Boxes round garments, such as YOLOS's on Fashionpedia: a garment fills its box."""

    def __init__(self, name: str, model: Any, prepare: Any, labels: dict[int, int]) -> None:
        self.name, self._model, self._prepare, self._labels = name, model.eval(), prepare, labels

    @torch.inference_mode()
    def probabilities(self, photo: Image.Image) -> np.ndarray:
        shown = self._prepare(images=photo.convert("RGB"), return_tensors="pt")
        # In pixels of a photo that is CELLS high or wide: so boxes come as cells.
        scale = CELLS / max(photo.size)
        size = (max(1, round(photo.height * scale)), max(1, round(photo.width * scale)))
        (found,) = self._prepare.post_process_object_detection(
            self._model(**shown), threshold=LEAST_SCORE, target_sizes=[size]
        )
        return self._painted(found, size)

    def _painted(self, found: dict[str, torch.Tensor], size: tuple[int, int]) -> np.ndarray:
        """Boxes as classes of cells, small ones over large ones: a bag lies over a coat."""
        told = np.zeros((len(CLASSES), *size), np.float32)
        told[0] = 1.0
        boxes = found["boxes"].numpy()
        order = np.argsort(-(boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))
        for at in order:
            number = self._labels.get(int(found["labels"][at]))
            if number:
                score = float(found["scores"][at])
                left, top, right, bottom = np.clip(np.round(boxes[at]), 0, None).astype(int)
                cells = told[:, top:bottom, left:right]
                cells *= 1 - score
                cells[number] += score
        return told
