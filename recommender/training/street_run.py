"""From an exported encoder to its street tower, which knows the same products in photos."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from recommender.encoder_identity import STREET_OF, encoder_version
from recommender.training.batches import ProductTable
from recommender.training.calibration import calibrate_or_say
from recommender.training.config import BadTrainingConfig, TrainingConfig
from recommender.training.epochs import Report
from recommender.training.export import export_model
from recommender.training.model import VOCABULARY_FILE, OpenClipModel, read_tokenizer
from recommender.training.products import split
from recommender.training.run import CONFIG_COPY, begun_with, grounds_for
from recommender.training.second_head import exported_model
from recommender.training.sources import Sources, cache_size
from recommender.training.street_trainer import StreetTrainer
from recommender.training.validation import validate
from recommender.training.whole_file import write_text_whole


def train_street(
    base: Path,
    sources: Sources,
    config: TrainingConfig,
    folder: Path,
    *,
    resume: bool = False,
    begin_from: Path | None = None,
    grounds: Path | None = None,
    report: Report = print,
) -> Path:
    """Trains and exports, under the configuration's name and by its schedule; `folder`/export.

    base: the exported encoder whose vectors and words stay. begin_from: another of the same
    architecture, whose picture tower this run begins with instead of base's.

    Raises ValueError (RunExists, NothingToTrain, UnreadableStyles, NoPictures, BadTrainingConfig,
    NoStreetPhotos, BrokenCheckpoint), OSError.
    """
    begun = begun_with(folder, resume)
    teacher, described = exported_model(base)
    given = begun or config
    config = TrainingConfig(
        given.name, described.model_cfg, described.preprocess_cfg, given.schedule
    )
    if not config.schedule.snapshots:
        raise BadTrainingConfig("the schedule of a training for the street wants snapshots")
    products = sources.products()
    sets = sources.pictures(products, folder, cache_size(config))
    training, held_out = split(products, config.schedule.validation_percent)
    table = ProductTable(training, sets, grounds_for(config, grounds))
    shutil.copyfile(base / VOCABULARY_FILE, folder / VOCABULARY_FILE)
    tokenize = read_tokenizer(folder, config.model_cfg["text_cfg"]["context_length"])
    pupil = with_words_of(teacher, begin_from or base)
    trainer = StreetTrainer(config, table, tokenize, folder, teacher, pupil, report)
    if begun is None:
        write_text_whole(folder / CONFIG_COPY, json.dumps(config.as_json(), indent=2))
    elif trainer.resume():
        report(f"going on after epoch {trainer.position.epoch}")
    report(f"{len(table.products)} products to know again, {len(held_out)} held out")
    gallery = [product for product in held_out if product.id in sets[0].row_of]

    def after_epoch(done: StreetTrainer) -> dict[str, float]:
        export_model(done.average.model, config, folder, folder / "export")
        return validate(done.average.model, config, gallery, sets[0], tokenize)

    trainer.run(after_epoch)
    teachers = encoder_version(str(base))[0]
    write_text_whole(folder / "export" / STREET_OF, json.dumps({"encoder": teachers}) + "\n")
    calibrate_or_say(folder / "export", sources.images, config.schedule.validation_percent, report)
    return folder / "export"


def with_words_of(teacher: OpenClipModel, folder: Path) -> OpenClipModel:
    """The picture tower of the exported encoder in this folder beside the teacher's words.

    Raises BadTrainingConfig where it is of another architecture.
    """
    pupil, _ = exported_model(folder)
    words = {k: v for k, v in teacher.state_dict().items() if not k.startswith("visual.")}
    try:
        pupil.load_state_dict({**pupil.state_dict(), **words})
    except RuntimeError as error:
        raise BadTrainingConfig(f"{folder} holds another architecture: {error}") from error
    return pupil
