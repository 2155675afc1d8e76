"""From a styles file and pictures to a trained, exported encoder."""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import torch
import torch.nn.functional as F

from recommender.training import augment
from recommender.training.batches import ProductTable, gathered
from recommender.training.calibration import calibrate_or_say
from recommender.training.config import (
    DEFAULT_CONFIG,
    BadTrainingConfig,
    TrainingConfig,
    read_config,
)
from recommender.training.export import export_model
from recommender.training.head_run import export_second_head, train_head
from recommender.training.measures import neighbour_precision, neighbours, text_to_image
from recommender.training.model import (
    VOCABULARY_FILE,
    OpenClipModel,
    parameter_count,
    read_tokenizer,
    write_vocabulary,
)
from recommender.training.pictures import PictureSet
from recommender.training.products import TrainingProduct, split
from recommender.training.segmenter_data import StreetPhotos
from recommender.training.snapshots import read_grounds
from recommender.training.sources import Sources, cache_size
from recommender.training.trainer import Trainer
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
    begun = _begun(folder, resume)
    config = begun or config
    products = sources.products()
    sets = sources.pictures(products, folder, cache_size(config))
    training, held_out = split(products, config.schedule.validation_percent)
    config = begun or with_own_vocabulary(config, training, folder, begin_from)
    tokenize = read_tokenizer(folder, config.model_cfg["text_cfg"]["context_length"])
    behind = grounds_for(config, grounds)
    trainer = Trainer(config, ProductTable(training, sets, behind), tokenize, folder, report)
    if begun is None:
        if begin_from:
            trainer.begin_from(begin_from)
        write_text_whole(folder / CONFIG_COPY, json.dumps(config.as_json(), indent=2))
    elif trainer.resume():
        report(f"going on after epoch {trainer.position.epoch}")
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
    if config.schedule.second_head:
        learner = trainer.average.model
        export_second_head(learner, config, trainer.table, folder, folder / "export", report)
    percent = config.schedule.validation_percent
    calibrate_or_say(folder / "export", sources.images, percent, report)
    return folder / "export"


def _begun(folder: Path, resume: bool) -> TrainingConfig | None:
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


@torch.inference_mode()
def validate(
    model: OpenClipModel,
    config: TrainingConfig,
    products: list[TrainingProduct],
    pictures: PictureSet,
    tokenize: Callable[[list[str]], torch.Tensor],
    size: tuple[int, int] | None = None,
) -> dict[str, float]:
    """Figures on held-out products, names as queries; empty where there are too few.

    size: (height, width) of the pictures while another than the model's own is trained on.
    """
    if len(products) < 20:
        return {}
    device = next(model.parameters()).device
    seen, read = [], []
    for start in range(0, len(products), 256):
        some = products[start : start + 256]
        views = augment.resized(gathered(pictures, [p.id for p in some]), size or config.input_size)
        cfg = config.preprocess_cfg
        pixels = augment.normalised(views, cfg["mean"], cfg["std"]).to(device)
        seen.append(F.normalize(model.encode_image(pixels), dim=-1).cpu())
        tokens = tokenize([p.name for p in some]).to(device)
        read.append(F.normalize(model.encode_text(tokens), dim=-1).cpu())
    vectors = torch.cat(seen)
    nearest = neighbours(vectors)
    return text_to_image(torch.cat(read), vectors) | {
        f"{name}_i2i_p10": neighbour_precision(nearest, [getattr(p, name) for p in products])
        for name in ("articleType", "baseColour", "gender")
    }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    parser.add_argument(
        "--begin-from", type=Path, metavar="DIR",
        help="an exported model of the same architecture to begin with, instead of random weights",
    )  # fmt: skip
    parser.add_argument(
        "--grounds", type=Path, metavar="DIR_OR_ZIP",
        help="street photos, as train_segmenter has them, to put behind products where the "
             "schedule asks for snapshots",
    )  # fmt: skip
    parser.add_argument(
        "--head-of", type=Path, metavar="DIR",
        help="train nothing but a second head for this exported encoder, in minutes",
    )  # fmt: skip


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """What every kind of training is told: data, folder, length."""
    parser.add_argument(
        "--styles", action="append", required=True, type=Path, metavar="CSV",
        help="styles.csv of the products; may be given again, each with its --images",
    )  # fmt: skip
    parser.add_argument(
        "--images", action="append", required=True, type=Path, metavar="DIR_OR_ZIP",
        help="pictures named ID.jpg",
    )  # fmt: skip
    parser.add_argument("--out", required=True, type=Path, metavar="DIR")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--minutes", type=float, help="training time the run must fit into")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with the run in --out, with its own settings, after its last epoch",
    )
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch takes")


def train_from(options: argparse.Namespace, report: Callable[[str], None] = print) -> Path:
    """What `train_encoder` does with its options."""
    if options.threads:
        torch.set_num_threads(options.threads)
    changes = {"epochs": options.epochs, "minutes": options.minutes}
    config = read_config(options.config).with_schedule(
        **{name: value for name, value in changes.items() if value is not None}
    )
    sources = Sources(options.styles, options.images)
    if options.head_of:
        return train_head(sources, options.head_of, config, options.out, report)
    return train(
        sources,
        config,
        options.out,
        resume=options.resume,
        begin_from=options.begin_from,
        grounds=options.grounds,
        report=report,
    )
