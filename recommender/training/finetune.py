"""From a base and a shop's own catalogue to a tuned encoder, or to the reason why not."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch

from recommender.encoder import LARGE
from recommender.training.batches import ProductTable
from recommender.training.calibration import calibrate_or_say
from recommender.training.config import Schedule
from recommender.training.epochs import CHECKPOINT, Report
from recommender.training.finetune_base import Base, export_like, load_base
from recommender.training.finetune_verdict import (
    CardFacts,
    HeldOut,
    Verdict,
    write_model_card,
)
from recommender.training.finetuner import Best, FineTuner, TuningPlan
from recommender.training.model import OpenClipModel, parameter_count
from recommender.training.options import add_run_arguments
from recommender.training.pictures import PictureSet, PictureSource
from recommender.training.products import TrainingProduct, split
from recommender.training.run import RunExists
from recommender.training.sources import Sources, cache_size
from recommender.training.validation import validate
from recommender.training.whole_file import write_text_whole

PLAN = "plan.json"
#: Fewer held-out products cannot tell a better encoder from a worse one.
FEWEST_HELD_OUT = 20
#: Peak learning rates: of a small encoder like the shipped one, and of a large hub model.
SMALL_RATE, LARGE_RATE = 1e-4, 1e-5


class TooFewHeldOut(ValueError):
    """Nothing could be said about the tuned encoder."""


@dataclass(frozen=True)
class Catalogue:
    """The shop's products, parted: `pictures` are at the base's proportions."""

    table: ProductTable
    held_out: list[TrainingProduct]
    pictures: PictureSet
    sources: Sources


def finetune(
    base: str,
    sources: Sources,
    folder: Path,
    *,
    schedule: Schedule,
    drift: float = 5.0,
    resume: bool = False,
    report: Report = print,
) -> Path:
    """Tunes and exports; the folder of the exported encoder, `folder`/export.

    schedule: a learning_rate of 0 stands for the usual one of a model of the base's size.
    Raises ValueError (WorseThanBase, TooFewHeldOut, BadBase, and what `train` raises), each with
    a sentence; OSError where a file is missing or the disk is full.
    """
    begun = begun_plan(folder, resume)
    start = load_base(begun.base if begun else base)
    plan = begun or planned(start, schedule, drift)
    if plan.base_version != start.version:
        raise RunExists(f"{folder} was begun from other weights of {plan.base}: give another --out")
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = read_catalogue(start, sources, plan.schedule, folder)
    best = tuned(start, plan, catalogue, folder, report)
    return exported(start, plan, catalogue, best, folder, report)


def planned(base: Base, schedule: Schedule, drift: float) -> TuningPlan:
    usual = LARGE_RATE if parameter_count(base.model) >= LARGE else SMALL_RATE
    rate = schedule.learning_rate or usual
    return TuningPlan(base.name, base.version, replace(schedule, learning_rate=rate), drift)


def begun_plan(folder: Path, resume: bool) -> TuningPlan | None:
    """The plan that the run in this folder began with; None where there is none."""
    if not (folder / PLAN).exists():
        if (folder / CHECKPOINT).exists():
            raise RunExists(f"{folder} holds a run of another command: give another --out")
        return None
    if not resume:
        raise RunExists(f"{folder} holds a run already: give --resume, or another --out")
    content = json.loads((folder / PLAN).read_text(encoding="utf-8"))
    return TuningPlan(**{**content, "schedule": Schedule(**content["schedule"])})


def read_catalogue(base: Base, sources: Sources, schedule: Schedule, folder: Path) -> Catalogue:
    products = sources.products()
    sets = sources.pictures(products, folder, cache_size(base.config), base.resize_mode)
    training, held_out = split(products, schedule.validation_percent)
    seen = [product for product in held_out if product.id in sets[0].row_of]
    if len(seen) < FEWEST_HELD_OUT:
        raise TooFewHeldOut(
            f"{len(seen)} held-out products have a picture; {FEWEST_HELD_OUT} are needed to tell "
            "whether the tuned encoder is better: give more products or a higher "
            "--validation-percent"
        )
    table = ProductTable(training, sets, crops_garments=True)
    return Catalogue(table, seen, sets[0], sources)


def tuned(base: Base, plan: TuningPlan, shop: Catalogue, folder: Path, report: Report) -> Best:
    """Trains from where the folder's checkpoint stands; the best epoch."""
    # A small shop is one batch.
    size = max(1, min(plan.schedule.batch_size, len(shop.table.products)))
    plan = replace(plan, schedule=replace(plan.schedule, batch_size=size))
    tuner = FineTuner(base, plan, shop.table, folder, report)
    write_text_whole(folder / PLAN, json.dumps(asdict(plan), indent=2))
    report(
        f"{len(shop.table.products)} products to tune on, {len(shop.held_out)} held out, "
        f"rate {plan.schedule.learning_rate:g}"
    )

    def figures(model: OpenClipModel) -> dict[str, float]:
        return validate(model, base.config, shop.held_out, shop.pictures, base.tokenize)

    def after_epoch(done: FineTuner) -> dict[str, float]:
        found = figures(done.model)
        done.best.consider(done.position.epoch, found, done.model)
        return found

    if tuner.resume():
        report(f"going on after epoch {tuner.position.epoch}")
    else:
        report(f"the base: t2i_mrr {figures(tuner.model)['t2i_mrr']:.4f}")
    tuner.run(after_epoch)
    return tuner.best


def exported(
    base: Base, plan: TuningPlan, shop: Catalogue, best: Best, folder: Path, report: Report
) -> Path:
    """Exports the best epoch if ENCODER=export finds pictures no worse than ENCODER=base."""
    export, candidate = folder / "export", folder / "candidate"
    for old in (export, candidate):
        shutil.rmtree(old, ignore_errors=True)
    export_like(base, best.weights, candidate)
    percent = plan.schedule.validation_percent
    calibrate_or_say(candidate, shop.sources.images, percent, report)
    held_out = HeldOut(shop.held_out, PictureSource(shop.sources.images[0]))
    report(f"judging epoch {best.epoch} beside the base")
    try:
        verdict = Verdict(base=held_out.judged(plan.base), tuned=held_out.judged(str(candidate)))
        verdict.insist(len(shop.held_out))
        write_model_card(card_facts(plan, shop, best), verdict, candidate)
        candidate.rename(export)
    finally:
        shutil.rmtree(candidate, ignore_errors=True)
    report(verdict.both())
    return export


def card_facts(plan: TuningPlan, shop: Catalogue, best: Best) -> CardFacts:
    return CardFacts(
        base=f"{plan.base} ({plan.base_version})",
        styles=shop.sources.styles,
        images=shop.sources.images,
        trained_on=len(shop.table.products),
        held_out=len(shop.held_out),
        validation_percent=plan.schedule.validation_percent,
        epoch=best.epoch,
        epochs=plan.schedule.epochs,
        rate=plan.schedule.learning_rate,
        drift=plan.drift,
        seed=plan.schedule.seed,
    )


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--base", required=True, metavar="NAME",
        help="'shipped', a folder, hf-hub:owner/model or MODEL/tag, as in ENCODER",
    )  # fmt: skip
    add_run_arguments(parser)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--validation-percent", type=int, default=10, metavar="P")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument(
        "--rate", type=float, default=0.0,
        help=f"peak learning rate; by default {SMALL_RATE:g}, for large models {LARGE_RATE:g}",
    )  # fmt: skip
    parser.add_argument(
        "--drift", type=float, default=5.0, help="what a cosine lost to the base's vectors costs"
    )


def finetune_from(options: argparse.Namespace, report: Report = print) -> Path:
    """What `finetune_encoder` does with its options."""
    if options.threads:
        torch.set_num_threads(options.threads)
    schedule = Schedule(
        epochs=10 if options.epochs is None else options.epochs,
        minutes=options.minutes or 0.0,
        batch_size=options.batch_size,
        learning_rate=options.rate,
        validation_percent=options.validation_percent,
        warmup_share=0.2,  # the first steps of Adam are as large as they are uncertain
        seed=options.seed,
    )
    return finetune(
        options.base,
        Sources(options.styles, options.images),
        options.out,
        schedule=schedule,
        drift=options.drift,
        resume=options.resume,
        report=report,
    )
