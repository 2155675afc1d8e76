"""From an exported encoder to the same with a second head, its trunk and its words untouched."""

from __future__ import annotations

from pathlib import Path

from recommender.training.batches import ProductTable
from recommender.training.calibration import calibrate_or_say
from recommender.training.config import TrainingConfig
from recommender.training.epochs import Report
from recommender.training.export import export_model
from recommender.training.model import OpenClipModel, parameter_count
from recommender.training.model_card import Training, write_model_card
from recommender.training.products import split
from recommender.training.second_head import exported_model, with_second_head
from recommender.training.sources import Sources


def train_head(
    sources: Sources, base: Path, config: TrainingConfig, folder: Path, report: Report = print
) -> Path:
    """Exports `base` with a second head to `folder`/export, under the configuration's name.

    Minutes, and begun anew where killed. Raises ValueError (BadTrainingConfig, NothingToTrain,
    UnreadableStyles, NoPictures), OSError.
    """
    model, described = exported_model(base)
    described = TrainingConfig(
        config.name, described.model_cfg, described.preprocess_cfg, config.schedule
    )
    products = sources.products()
    sets = sources.shown(products, folder, described)
    training, held_out = split(products, config.schedule.validation_percent)
    table = ProductTable(training, sets)
    report(f"{len(table.products)} products to learn a head from, {len(held_out)} held out")
    export_second_head(model, described, table, base, folder / "export", report)
    calibrate_or_say(folder / "export", sources.images, config.schedule.validation_percent, report)
    began_with = f"the trunk and the words of {base}, of which nothing but the head was trained"
    write_model_card(Training(sources, described, table, held_out, began_with), folder / "export")
    return folder / "export"


def export_second_head(
    model: OpenClipModel,
    config: TrainingConfig,
    table: ProductTable,
    vocabulary: Path,
    folder: Path,
    report: Report = print,
) -> None:
    """vocabulary: where the token file is."""
    model, config = with_second_head(model, config, table, report)
    export_model(model, config, vocabulary, folder)
    report(f"with its second head {parameter_count(model) / 1e6:.2f}M parameters")
