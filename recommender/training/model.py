"""The model in training: an open_clip model built from the configuration, and its tokenizer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from recommender.encoder import channels_last, import_open_clip
from recommender.training.captions import spoken_forms
from recommender.training.config import BadTrainingConfig, TrainingConfig
from recommender.training.products import TrainingProduct
from recommender.training.vocabulary import (
    count_words,
    learn_merges,
    vocabulary_size,
    write_merges,
)

VOCABULARY_FILE = "bpe.txt.gz"

#: An nn.Module with encode_image, encode_text and logit_scale; open_clip declares no types.
OpenClipModel = Any


def write_vocabulary(products: list[TrainingProduct], limit: int, folder: Path) -> int:
    """Learns the byte pairs of these products' captions into folder; the number of tokens."""
    write_merges([], folder / VOCABULARY_FILE)
    plain = read_tokenizer(folder, context_length=8)
    texts = [text for product in products for text in (product.name, *product.attributes())]
    words = count_words([*texts, *spoken_forms()], plain)
    merges = learn_merges(words, limit - vocabulary_size([]))
    write_merges(merges, folder / VOCABULARY_FILE)
    return vocabulary_size(merges)


def read_tokenizer(folder: Path, context_length: int) -> Any:
    """Tokens of texts: (list of n str) -> (n, context_length) int64."""
    tokenizer = import_open_clip().tokenizer.SimpleTokenizer
    return tokenizer(bpe_path=str(folder / VOCABULARY_FILE), context_length=context_length)


def build_model(config: TrainingConfig) -> OpenClipModel:
    """An open_clip model with random weights, channels last. Raises BadTrainingConfig."""
    open_clip = import_open_clip()
    cfg = {name: value for name, value in config.model_cfg.items() if name != "custom_text"}
    custom_text = config.model_cfg.get("custom_text", False)
    kind = open_clip.model.CustomTextCLIP if custom_text else open_clip.model.CLIP
    try:
        return channels_last(kind(**cfg))
    except Exception as error:  # open_clip and timm raise many kinds on a model_cfg they don't know
        raise BadTrainingConfig(f"open_clip builds no model of this model_cfg: {error}") from error


def encode_words(model: OpenClipModel, tokens: torch.Tensor) -> torch.Tensor:
    """(n, context) tokens -> (n, d), at the cost of the longest row instead of the whole context.

    Under a causal mask the end token, whose place is read, never sees the padding behind it.
    """
    mask = getattr(getattr(model, "text", None), "attn_mask", None)
    if mask is None:
        return model.encode_text(tokens)
    length = max((tokens != model.text.pad_id).sum(1).tolist(), default=1)
    model.text.attn_mask = mask[:length, :length]
    try:
        return model.encode_text(tokens[:, :length])
    finally:
        model.text.attn_mask = mask


def text_tower(model: OpenClipModel) -> Any:
    """The module that reads: in open_clip's older class it is the model itself."""
    return getattr(model, "text", model)


def parameter_count(model: nn.Module) -> int:
    return sum(parameter.numel() for parameter in model.parameters())
