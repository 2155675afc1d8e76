"""Whether a tuned encoder finds pictures by their names no worse than its base does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from recommender.encoder import Encoder, batches, build
from recommender.training.measures import text_to_image
from recommender.training.pictures import PictureSource
from recommender.training.products import TrainingProduct
from recommender.training.whole_file import write_text_whole

Figures = dict[str, float]
_BATCH = 64


class WorseThanBase(ValueError):
    """The tuned encoder is not exported. The sentence has both figures."""


@dataclass(frozen=True)
class HeldOut:
    """Products kept out of training, each with a readable picture in the source."""

    products: Sequence[TrainingProduct]
    source: PictureSource

    def judged(self, name: str) -> Figures:
        """t2i figures of the encoder that ENCODER=name would be, from files to vectors."""
        encoder = build(name)
        pictures = np.concatenate(list(self._pictures(encoder)))
        names = encoder.encode_texts([product.name for product in self.products])
        return text_to_image(torch.from_numpy(names), torch.from_numpy(pictures))

    def _pictures(self, encoder: Encoder) -> Iterator[np.ndarray]:
        for some in batches(self.products, _BATCH):
            yield encoder.encode_images([self.source.open(product.id) for product in some])


@dataclass(frozen=True)
class Verdict:
    base: Figures
    tuned: Figures

    def both(self) -> str:
        return ", ".join(
            f"{name} {self.base[name]:.4f} before and {self.tuned[name]:.4f} after"
            for name in ("t2i_mrr", "t2i_r10")
        )

    def insist(self, products: int) -> None:
        """Raises WorseThanBase."""
        if self.tuned["t2i_mrr"] >= self.base["t2i_mrr"]:
            return
        raise WorseThanBase(
            "Nothing is exported: the tuned encoder finds pictures by their names worse than its "
            f"base ({self.both()}, on {products} products kept out of training). "
            "A lower --rate or more products may help."
        )


@dataclass(frozen=True)
class CardFacts:
    base: str
    styles: Sequence[Path]
    images: Sequence[Path]
    trained_on: int
    held_out: int
    validation_percent: int
    epoch: int
    epochs: int
    rate: float
    drift: float
    seed: int


def write_model_card(facts: CardFacts, verdict: Verdict, folder: Path) -> None:
    rows = [
        f"| {name} | {verdict.base[name]:.4f} | {verdict.tuned[name]:.4f} |"
        for name in ("t2i_r1", "t2i_r10", "t2i_mrr")
    ]
    files = ", ".join(path.name for path in (*facts.styles, *facts.images))
    card = _CARD.format(facts=facts, files=files, rows="\n".join(rows))
    write_text_whole(folder / "MODEL_CARD.md", card)


_CARD = """# A fine-tuned encoder

Tuned with `manage.py finetune_encoder` from the base `{facts.base}`.

## Data
{files}: {facts.trained_on} products trained on, {facts.held_out} (a hash of the id chose
{facts.validation_percent}%) kept out.
To be filled in: whose pictures these are, and under which licence the base may be used.

## Training
Epoch {facts.epoch} was the best of at most {facts.epochs} and is kept. Learning rate
{facts.rate:g}, vision tower first, then both towers; a penalty of {facts.drift:g} for a cosine
lost to the base's vectors; seed {facts.seed}.

## Figures
On the products kept out, which also chose the epoch, names as queries:

| | base | tuned |
|---|---|---|
{rows}

`manage.py evaluate_encoder --held-out {facts.validation_percent}` with the same files and
`--model` measures either again, and more.
"""
