"""An encoder's answers as a sheet: products with their nearest, then words with what they find."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from PIL import Image

from recommender.contact_sheet import EMPTY, Cell, Layout, Word, draw_sheet, written
from recommender.encoder import Encoder
from recommender.training.evaluation import JUDGED
from recommender.training.gallery import Gallery, readable
from recommender.training.pictures import PictureSource
from recommender.training.products import TrainingProduct

DEFAULT_QUERIES = Path(__file__).parent / "queries.txt"
PRODUCTS, ANSWERS = 24, 6
NAME_LINES, NAME_LETTERS = 2, 20  # of a product's name
LAYOUT = Layout(picture=(126, 158), lines=NAME_LINES + 3, cells=1 + ANSWERS, abreast=2)

Wanted = Mapping[str, frozenset[str]]
"""Attribute -> the values that are right. An attribute that is not there was not asked for."""


@dataclass(frozen=True)
class Query:
    words: str
    wanted: Wanted


def read_queries(file: Path) -> list[Query]:
    """One a line: words, and behind "|" the right types, colours, genders if somebody knows them.

    Raises OSError, ValueError.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    queries = [query_of(line) for line in lines if line.strip() and not line.startswith("#")]
    if not queries:
        raise ValueError(f"{file}: no query in it")
    return queries


def query_of(line: str) -> Query:
    words, *right = (part.strip() for part in line.split("|"))
    named = zip(JUDGED, right, strict=False)
    wanted = {name: frozenset(v.strip() for v in part.split("/")) for name, part in named if part}
    return Query(words, wanted)


@dataclass(frozen=True)
class Sheet:
    """Draws what an encoder finds among the products of a gallery."""

    encoder: Encoder
    gallery: Gallery
    source: PictureSource

    def draw(self, file: Path, queries: list[Query], seed: int) -> None:
        """Raises OSError, and ValueError for a name that is no picture's."""
        rows = [*self.of_products(seed), *self.of_queries(queries)]
        draw_sheet(rows, file, LAYOUT)

    def of_products(self, seed: int) -> Iterator[Iterable[Cell]]:
        count = len(self.gallery.products)
        chosen = random.Random(seed).sample(range(count), min(PRODUCTS, count))  # noqa: S311
        similar = self.gallery.vectors[chosen] @ self.gallery.vectors.T
        similar[torch.arange(len(chosen)), torch.tensor(chosen)] = float("-inf")
        for row, at in zip(similar, chosen, strict=True):
            asked = self.gallery.products[at]
            yield self.row(self.cell(asked, "asked", {}), row, values_of(asked), count - 1)

    def of_queries(self, queries: list[Query]) -> Iterator[Iterable[Cell]]:
        texts = self.encoder.encode_texts([query.words for query in queries])
        similar = torch.from_numpy(texts) @ self.gallery.vectors.T
        for query, row in zip(queries, similar, strict=True):
            card = Cell(written(query.words, LAYOUT.picture))
            yield self.row(card, row, query.wanted, len(self.gallery.products))

    def row(self, asked: Cell, similar: torch.Tensor, wanted: Wanted, most: int) -> Iterator[Cell]:
        yield asked
        best = similar.topk(min(ANSWERS, most))
        for cosine, at in zip(best.values.tolist(), best.indices.tolist(), strict=True):
            yield self.cell(self.gallery.products[at], f"{cosine:.2f}", wanted)

    def cell(self, product: TrainingProduct, said: str, wanted: Wanted) -> Cell:
        picture = dict(readable([product.id], self.source)).get(product.id)
        kind, colour, gender = (word_of(product, name, wanted) for name in JUDGED)
        caption = (*name_of(product), [kind], [colour, gender], [Word(said)])
        return Cell(picture or Image.new("RGB", LAYOUT.picture, EMPTY), caption)


def name_of(product: TrainingProduct) -> list[list[Word]]:
    lines = [*textwrap.wrap(product.name, NAME_LETTERS), *[""] * NAME_LINES]
    return [[Word(line)] for line in lines[:NAME_LINES]]


def values_of(product: TrainingProduct) -> Wanted:
    values = {name: getattr(product, name) for name in JUDGED}
    return {name: frozenset([value]) for name, value in values.items() if value}


def word_of(product: TrainingProduct, attribute: str, wanted: Wanted) -> Word:
    value = getattr(product, attribute)
    return Word(value or "-", is_wrong=attribute in wanted and value not in wanted[attribute])
