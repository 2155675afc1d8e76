"""What `train_encoder` is told, and which of the trainings that asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import torch

from recommender.training.config import DEFAULT_CONFIG, read_config
from recommender.training.head_run import train_head
from recommender.training.run import train
from recommender.training.sources import Sources


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_run_arguments(parser)
    parser.add_argument("--config", type=Path, default=DEFAULT_CONFIG)
    parser.add_argument(
        "--begin-from", type=Path, metavar="DIR",
        help="an exported model of the same architecture to begin with, instead of random weights",
    )  # fmt: skip
    parser.add_argument(
        "--grounds", type=Path, metavar="DIR_OR_ZIP",
        help="street photos, as train_segmenter has them, to put behind products",
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
