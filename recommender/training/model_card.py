"""What a trained encoder is, written beside its weights; what only a person knows is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from recommender.encoder import build
from recommender.training.batches import ProductTable
from recommender.training.config import TrainingConfig, read_config
from recommender.training.evaluation import evaluate
from recommender.training.export import CONFIG_FILE, WEIGHTS_FILE
from recommender.training.model import build_model, parameter_count
from recommender.training.pictures import NoPictures, PictureSource
from recommender.training.products import TrainingProduct
from recommender.training.sources import Sources
from recommender.training.whole_file import write_text_whole


@dataclass(frozen=True)
class Training:
    """began_with: what was there before it, in words; ended: the last line of its log."""

    sources: Sources
    config: TrainingConfig
    table: ProductTable
    held_out: list[TrainingProduct]
    began_with: str
    ended: dict[str, Any] = field(default_factory=dict)

    def described(self) -> str:
        began = f"It began with {self.began_with}."
        if not self.ended:
            return began
        where = torch.cuda.get_device_name() if torch.cuda.is_available() else "a processor"
        return (
            f"{began} {self.ended['epoch']} passes, {self.ended['step']} steps of "
            f"{self.config.schedule.batch_size} products, {self.ended['minutes']} minutes on "
            f"{where}; seed {self.config.schedule.seed}.\nA running average of the weights is "
            "exported. `config.json` and `log.jsonl` of the run say all of it."
        )


def write_model_card(training: Training, folder: Path) -> None:
    """Measures the exported encoder in folder on the products kept out, and describes it there."""
    exported, files = read_config(folder / CONFIG_FILE), training.sources
    height, width = exported.input_size
    text, vision = (exported.model_cfg[tower] for tower in ("text_cfg", "vision_cfg"))
    card = _CARD.format(
        name=exported.name,
        numbers=exported.model_cfg["embed_dim"],
        parameters=parameter_count(build_model(exported)) / 1e6,
        megabytes=(folder / WEIGHTS_FILE).stat().st_size / 1e6,
        tower=vision.get("timm_model_name", "of open_clip's own"),
        size=f"{height} high x {width} wide",
        text=listed(text),
        preprocessing=listed(exported.preprocess_cfg),
        files=", ".join(path.name for path in (*files.styles, *files.images)),
        trained_on=len(training.table.products),
        held_out=len(training.held_out),
        percent=training.config.schedule.validation_percent,
        how=training.described(),
        figures=figures_of(training, folder),
    )
    write_text_whole(folder / "MODEL_CARD.md", card)


def figures_of(training: Training, folder: Path) -> str:
    """What `evaluate_encoder` says of the products kept out, as a table, with the command."""
    styles, images = training.sources.styles[0], training.sources.images[0]
    encoder = build(str(folder))
    try:
        found = evaluate(encoder, training.held_out, PictureSource(images))
    except NoPictures:
        return "None: fewer than two products kept out have a picture."
    floors = found["floors"]
    lines = [
        f"On {found['products']} products kept out of training, which were watched during it and "
        f"chose nothing; pictures computed in {encoder.computes_in}:\n",
        f"    manage.py evaluate_encoder --model {folder.name} --styles {styles.name} --images "
        f"{images.name} --held-out {training.config.schedule.validation_percent} --json\n",
        row("", "this encoder", *(f"floor: {name}" for name in floors)),
        row(*["---"] * (2 + len(floors))),
    ]
    lines += [
        row(
            name,
            f"{value:.4f}",
            *(f"{floor[name]:.4f}" if name in floor else "" for floor in floors.values()),
        )
        for name, value in found.items()
        if isinstance(value, float)
    ]
    return "\n".join(lines)


def listed(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items())


def row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


_CARD = """# {name}

Pictures and words of products in, unit vectors of {numbers} numbers out. Trained with
`manage.py train_encoder`.

| | |
|---|---|
| kind | open_clip model, {parameters:.2f}M parameters, {megabytes:.1f} MB in float16 |
| picture tower | {tower}, no pretrained weights; input {size} |
| text tower | {text} |
| preprocessing | {preprocessing} |

## Data
{files}: {trained_on} products trained on, {held_out} (a hash of the id chose {percent}%) kept out.
To be filled in: whose pictures these are, and under which licence.

## Training
{how}

## Figures
{figures}

## Limits
It knows what these products taught it. To be filled in, after a look at what `evaluate_encoder
--sheet FILE.png` draws: what it gets wrong.

## What is better
Nothing was measured beside it but the floors. To be filled in: what larger models do better on the
same files (`evaluate_encoder --model NAME`).
"""
