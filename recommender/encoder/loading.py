"""Encoders by their ENCODER name: built once per process, kept, forgotten."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection
from pathlib import Path

import torch

from recommender.encoder.model import Encoder
from recommender.encoder.open_clip_models import (
    LOCAL,
    created,
    import_open_clip,
    open_clip_name,
    quiet_open_clip,
    trained,
    whole_weights,
)
from recommender.encoder.ranges import read_ranges
from recommender.encoder.settings import setting
from recommender.encoder_identity import (
    TOWER_FILE,
    EncoderNotFound,
    EncoderUnavailable,
    encoder_version,
    local_folder,
)

VOCABULARY_FILE = "bpe.txt.gz"
#: The one that answers, the one for photos and, while the shop switches, the other one.
MOST_LOADED = 3
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


def loaded_versions() -> set[str]:
    return {version for _, version in list(_loaded)}


def drop_encoders(versions: Collection[str]) -> None:
    """Forget those of these versions that are in memory; whoever uses one may finish."""
    with _loading:
        for key in [key for key in _loaded if key[1] in versions]:
            del _loaded[key]


def current_version(name: str) -> str:
    try:
        return encoder_version(name)[0]
    except EncoderNotFound as error:
        raise EncoderUnavailable(str(error)) from error


def build(name: str, dtype: torch.dtype | None = None) -> Encoder:
    """The encoder anew; dtype: not the best one, nor int8. Raises EncoderUnavailable."""
    try:
        folder = local_folder(name)
        with quiet_open_clip():
            return from_folder(name, folder, dtype) if folder else from_open_clip(name, dtype)
    except Exception as error:  # missing files, broken weights, no network: one answer to all
        raise EncoderUnavailable(
            f"The encoder {name!r} could not be loaded ({type(error).__name__}: {error}). "
            "Check the ENCODER setting; 'shipped' needs no download."
        ) from error


def from_folder(name: str, folder: Path, dtype: torch.dtype | None) -> Encoder:
    """A folder with config and safetensors, and for a vocabulary of its own the token file."""
    open_clip, where = import_open_clip(), f"{LOCAL}{folder}"
    if (folder / TOWER_FILE).exists():
        model, _, prepare = created(where, load_weights=False)
        model.load_state_dict(whole_weights(folder))
    else:
        model, _, prepare = trained(where)
    vocabulary = folder / VOCABULARY_FILE
    if vocabulary.exists():
        tokenize = open_clip.tokenizer.SimpleTokenizer(
            bpe_path=str(vocabulary), context_length=model.context_length
        )
    else:
        tokenize = open_clip.get_tokenizer(where)
    ranges = None if dtype else read_ranges(folder)
    return Encoder(name, model, prepare, tokenize, dtype, ranges)


def from_open_clip(name: str, dtype: torch.dtype | None) -> Encoder:
    architecture, tag = open_clip_name(name)
    model, _, prepare = trained(architecture, pretrained=tag)
    return Encoder(name, model, prepare, import_open_clip().get_tokenizer(architecture), dtype)
