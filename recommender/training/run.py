"""From a styles file and pictures to a trained, exported encoder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import torch

from recommender.encoder.open_clip_models import whole_weights
from recommender.training.averaging import lean_back
from recommender.training.batches import ProductTable
from recommender.training.calibration import calibrate_or_say
from recommender.training.config import (
    BadTrainingConfig,
    TrainingConfig,
    read_config,
)
from recommender.training.export import export_model
from recommender.training.head_run import export_second_head
from recommender.training.model import (
    VOCABULARY_FILE,
    parameter_count,
    read_tokenizer,
    write_vocabulary,
)
from recommender.training.model_card import Training, write_model_card
from recommender.training.products import TrainingProduct, split
from recommender.training.segmenter_data import StreetPhotos
from recommender.training.snapshots import read_grounds
from recommender.training.sources import Sources
from recommender.training.trainer import Trainer
from recommender.training.validation import validate
from recommender.training.whole_file import write_text_whole

CONFIG_COPY = "config.json"


class RunExists(ValueError):
    """The folder holds a run already and --resume was not given."""


def train(
    sources: Sources,
    config: TrainingConfig,
    folder: Path,
    *,
    resume: bool = False,
    begin_from: Path | None = None,
    grounds: Path | None = None,
    report: Callable[[str], None] = print,
) -> Path:
    """Trains and exports; the folder of the exported model, `folder`/export.

    grounds: street photos to put behind products, where the schedule asks for snapshots.
    begin_from: an exported model of the same architecture, whose weights and vocabulary this run
    begins with.

    Raises ValueError (RunExists, NothingToTrain, UnreadableStyles, NoPictures, BadTrainingConfig,
    BrokenCheckpoint), each with a sentence; OSError where a file is missing or the disk is full.
    """
    begun = begun_with(folder, resume)
    config = begun or config
    products = sources.products()
    sets = sources.shown(products, folder, config)
    training, held_out = split(products, config.schedule.validation_percent)
    config = begun or with_own_vocabulary(config, training, folder, begin_from)
    tokenize = read_tokenizer(folder, config.model_cfg["text_cfg"]["context_length"])
    behind, leaning = grounds_for(config, grounds), begun_weights(config, begin_from)
    trainer = Trainer(config, ProductTable(training, sets, behind), tokenize, folder, report)
    if begun and trainer.resume():
        report(f"going on after epoch {trainer.position.epoch}")
    elif begin_from:  # also where the run was killed before its first checkpoint
        trainer.begin_from(begin_from)
    if begun is None:
        write_text_whole(folder / CONFIG_COPY, json.dumps(config.as_json(), indent=2))
    report(
        f"{len(trainer.table.products)} products to train on, {len(held_out)} held out, "
        f"{parameter_count(trainer.model) / 1e6:.2f}M parameters"
    )
    gallery = [product for product in held_out if product.id in sets[0].row_of]

    def after_epoch(done: Trainer) -> dict[str, float]:
        export_model(done.average.model, config, folder, folder / "export")
        if done.position.epoch % config.schedule.validate_every and done.progress() < 1:
            return {}
        return validate(done.average.model, config, gallery, sets[0], tokenize, done.input_size())

    trainer.run(after_epoch)
    if leaning:
        lean_back(trainer.average.model, leaning, config.schedule.begun_share)
    export_model(trainer.average.model, config, folder, folder / "export")
    if config.schedule.second_head:
        learner = trainer.average.model
        export_second_head(learner, config, trainer.table, folder, folder / "export", report)
    percent = config.schedule.validation_percent
    calibrate_or_say(folder / "export", sources.images, percent, report)
    began_with = f"the weights in {begin_from}" if begin_from else "random weights"
    done = Training(sources, config, trainer.table, held_out, began_with, trainer.log.last())
    write_model_card(done, folder / "export")
    return folder / "export"


def begun_with(folder: Path, resume: bool) -> TrainingConfig | None:
    """The configuration that the run in this folder began with; None where there is none."""
    copy = folder / CONFIG_COPY
    if not copy.exists():
        return None
    if not resume:
        raise RunExists(f"{folder} holds a run already: give --resume, or another --out")
    return read_config(copy)


def grounds_for(config: TrainingConfig, grounds: Path | None) -> torch.Tensor | None:
    """None where the schedule asks for no snapshots. Raises BadTrainingConfig, NoStreetPhotos."""
    schedule = config.schedule
    if not schedule.snapshots:
        return None
    if grounds is None:
        raise BadTrainingConfig("this schedule asks for snapshots: give --grounds")
    return read_grounds(StreetPhotos(grounds), schedule.validation_percent)


def begun_weights(config: TrainingConfig, begin_from: Path | None) -> dict[str, torch.Tensor]:
    """What the export is to lean back to; nothing where the schedule does not ask for it.

    Raises BadTrainingConfig.
    """
    if not config.schedule.begun_share:
        return {}
    if begin_from is None:
        raise BadTrainingConfig("this schedule keeps a share of other weights: give --begin-from")
    return whole_weights(begin_from)


def with_own_vocabulary(
    config: TrainingConfig,
    training: list[TrainingProduct],
    folder: Path,
    begin_from: Path | None = None,
) -> TrainingConfig:
    """Learns the vocabulary of the run into folder, or takes it over from an exported model.

    Returns the configuration with its true size.
    """
    if begin_from:
        shutil.copyfile(begin_from / VOCABULARY_FILE, folder / VOCABULARY_FILE)
        return config.with_vocabulary(read_tokenizer(folder, context_length=8).vocab_size)
    return config.with_vocabulary(write_vocabulary(training, config.schedule.vocabulary, folder))
