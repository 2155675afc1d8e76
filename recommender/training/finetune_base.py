"""The encoder a fine-tuning begins with: any that ENCODER can name, as a model to train on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recommender.encoder import import_open_clip, open_clip_name, quiet_open_clip, trained
from recommender.encoder.open_clip_models import LOCAL
from recommender.encoder_identity import encoder_version, full_name, local_folder
from recommender.training.batches import Tokenize
from recommender.training.config import TrainingConfig
from recommender.training.export import export_model
from recommender.training.model import VOCABULARY_FILE, OpenClipModel, read_tokenizer
from recommender.training.pictures import FRAMED


class BadBase(ValueError):
    """The base cannot be loaded. The sentence says what to do."""


@dataclass(frozen=True)
class Base:
    """name: as ENCODER has it, from any working folder; vocabulary: the folder of its own one."""

    name: str
    version: str
    model: OpenClipModel
    config: TrainingConfig
    tokenize: Tokenize
    vocabulary: Path | None

    @property
    def resize_mode(self) -> str:
        """open_clip's: squash, shortest or longest; FRAMED where it sees pictures so."""
        if self.config.is_framed:
            return FRAMED
        return self.config.preprocess_cfg.get("resize_mode") or "shortest"


def load_base(name: str) -> Base:
    """Raises BadBase, and EncoderNotFound where the name names nothing."""
    name = full_name(name)
    folder = local_folder(name)
    version, _ = encoder_version(name)
    try:
        with quiet_open_clip():
            return _loaded(name, version, folder)
    except Exception as error:  # missing files, broken weights, no network: one answer to all
        raise BadBase(
            f"The base {name!r} could not be loaded ({type(error).__name__}: {error}). "
            "'shipped' needs no download."
        ) from error


def _loaded(name: str, version: str, folder: Path | None) -> Base:
    source, tag = (f"{LOCAL}{folder}", None) if folder else open_clip_name(name)
    model: OpenClipModel = trained(source, pretrained=tag)[0]
    config = TrainingConfig(
        name=version,
        model_cfg=import_open_clip().get_model_config(source),
        preprocess_cfg=dict(model.visual.preprocess_cfg),
    )
    vocabulary = folder if folder and (folder / VOCABULARY_FILE).exists() else None
    if vocabulary:
        tokenize = read_tokenizer(vocabulary, model.context_length)
    else:
        tokenize = import_open_clip().get_tokenizer(source)
    return Base(name, version, model, config, tokenize, vocabulary)


def export_like(base: Base, weights: dict[str, Any], folder: Path) -> None:
    """The base with these weights, as a folder that ENCODER can name.

    The base's model is overwritten.
    """
    base.model.load_state_dict(weights)
    export_model(base.model, base.config, base.vocabulary, folder)
    save_tokenizer = getattr(base.tokenize, "save_pretrained", None)
    if save_tokenizer:  # of the Hugging Face kind, which open_clip wants beside a local model
        save_tokenizer(str(folder))
