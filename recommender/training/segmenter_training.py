"""`train_segmenter`: data, run and export put together."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from recommender.encoder_identity import SHIPPED_FOLDER
from recommender.photos.segmenter.network import parameter_count
from recommender.photos.segmenter.weights import SegmenterFolder, save_segmenter
from recommender.training.run import CONFIG_COPY, RunExists
from recommender.training.segmenter_config import SegmenterConfig, read_config
from recommender.training.segmenter_data import PhotoSet, StreetPhotos, decoded
from recommender.training.segmenter_run import SegmenterRun, split_photos, validated
from recommender.training.still_lifes import read_things
from recommender.training.whole_file import write_text_whole


def train_segmenter(
    photos: StreetPhotos,
    config: SegmenterConfig,
    folder: Path,
    *,
    resume: bool = False,
    encoder: Path = SHIPPED_FOLDER,
    begin_from: Path | None = None,
    goods: tuple[Path, Path] | None = None,
    threads: int = 0,
    report: Callable[[str], None] = print,
) -> Path:
    """Trains and exports; the folder of the exported segmenter, `folder`/export.

    encoder: whose picture tower the network begins with, where the configuration says so.
    begin_from: an exported segmenter to begin with instead. goods: a styles file and the pictures
    of its products, of which those that are shown alone lie before some of the photos.
    threads: of torch; 0 for as many as it takes.
    Raises ValueError (RunExists, NoStreetPhotos, BadTrainingConfig, BrokenCheckpoint), OSError.
    """
    if threads:
        torch.set_num_threads(threads)
    config = begun_with(folder, config, resume)
    training, held_out = split_photos(photos.ids, config.validation_percent)
    sets = [decoded(photos, ids, folder, config.stored) for ids in (training, held_out)]
    things = read_things(*goods, config.validation_percent, folder) if goods else None
    run = SegmenterRun(config, sets[0], folder, report, things)
    if resume and run.resume():
        report(f"going on after epoch {run.position.epoch}")
    elif begin_from:
        run.begin_from(begin_from)
    elif config.from_encoder:
        run.begin_with(encoder)
    report(
        f"{len(training)} photos to train on, {len(held_out)} held out, "
        f"{len(things.kinds) if things else 0} things before them, "
        f"{parameter_count(run.network) / 1e6:.2f}M parameters"
    )
    run.run(lambda done: after_epoch(done, sets[1]))
    return export(run)


def begun_with(folder: Path, config: SegmenterConfig, resume: bool) -> SegmenterConfig:
    """What the run in this folder began with, or begins with now. Raises RunExists."""
    copy = folder / CONFIG_COPY
    if copy.exists() and not resume:
        raise RunExists(f"{folder} holds a run already: give --resume, or another --out")
    if copy.exists():
        return read_config(copy)
    folder.mkdir(parents=True, exist_ok=True)
    write_text_whole(copy, json.dumps(config.as_json(), indent=2) + "\n")
    return config


def after_epoch(run: SegmenterRun, held_out: PhotoSet) -> dict[str, Any]:
    if run.position.epoch % run.config.validate_every and run.progress() < 1:
        return {}
    export(run)
    return validated(run.average.model, run.config, held_out) if held_out.ids else {}


def export(run: SegmenterRun) -> Path:
    config = run.config
    about = SegmenterFolder(config.name, config.looks_at, config.network)
    save_segmenter(run.average.model, about, run.folder / "export")
    return run.folder / "export"
