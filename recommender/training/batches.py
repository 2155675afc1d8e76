"""Batches for training: random views of pictures, two captions each, class numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from recommender.training import augment
from recommender.training.captions import Caption, attribute_caption, name_caption
from recommender.training.cutouts import WHOLE, cut_outs, garment_frames
from recommender.training.pictures import PictureSet
from recommender.training.products import ATTRIBUTES, TrainingProduct
from recommender.training.snapshots import snapshots

Tokenize = Callable[[list[str]], torch.Tensor]


@dataclass(frozen=True)
class Batch:
    """n products. stated_*: (n, attributes), what each caption states; labels: -1 is unknown."""

    pictures: torch.Tensor  # (n, 3, h, w), 0..1
    name_tokens: torch.Tensor  # (n, context)
    phrase_tokens: torch.Tensor  # (n, context)
    phrase_states: torch.Tensor  # (n, attributes) bool
    labels: torch.Tensor  # (n, attributes) int64
    names: torch.Tensor  # (n,) a number per distinct name
    rows: torch.Tensor  # (n,) which products of the table
    snapshots: torch.Tensor | None = None  # (n, 3, h, w), the same as consumers' cameras have them


class ProductTable:
    """Products with at least one picture, and their class numbers."""

    def __init__(
        self,
        products: list[TrainingProduct],
        sets: list[PictureSet],
        grounds: torch.Tensor | None = None,
        *,
        crops_garments: bool = False,
    ) -> None:
        """grounds: as of `snapshots.read_grounds`, where snapshots are to be made.

        crops_garments: views are of the garment in each picture, not of the whole picture.
        """
        self.sets, self.grounds = sets, grounds
        self.frames = [
            garment_frames(s) if crops_garments else torch.tensor([WHOLE]).repeat(len(s.pixels), 1)
            for s in sets
        ]
        self.cut_outs = [cut_outs(each) for each in sets] if grounds is not None else []
        self.products = [p for p in products if any(p.id in s.row_of for s in sets)]
        self.classes = [sorted({p.attributes()[i] for p in products} - {""}) for i in _COLUMNS]
        numbers = [{value: n for n, value in enumerate(values)} for values in self.classes]
        self.labels = torch.tensor(
            [[numbers[i].get(p.attributes()[i], -1) for i in _COLUMNS] for p in self.products]
        )
        names = {name: n for n, name in enumerate(sorted({p.name for p in self.products}))}
        self.names = torch.tensor([names[p.name] for p in self.products])

    def views(self, rows: list[int], size: tuple[int, int], seed: int) -> torch.Tensor:
        """Random views of one picture of each product, (n, 3, *size) in 0..1."""
        rng = torch.Generator().manual_seed(seed)

        def some(number: int, ids: list[str]) -> torch.Tensor:
            pictures = self.sets[number]
            frames = self.frames[number][rows_of(pictures, ids)]
            return augment.augmented(gathered(pictures, ids), frames, size, rng)

        return self._by_set(rows, size, seed, some)

    def snapshots(self, rows: list[int], size: tuple[int, int], seed: int) -> torch.Tensor | None:
        """As `views`, as a consumer's camera has them; None where there are no grounds."""
        if self.grounds is None:
            return None
        grounds, rng = self.grounds, torch.Generator().manual_seed(seed)

        def some(number: int, ids: list[str]) -> torch.Tensor:
            pictures = self.sets[number]
            alphas = self.cut_outs[number].of(rows_of(pictures, ids))
            return snapshots(gathered(pictures, ids), alphas, grounds, size, rng)

        return self._by_set(rows, size, seed, some)

    def _by_set(
        self,
        rows: list[int],
        size: tuple[int, int],
        seed: int,
        some: Callable[[int, list[str]], torch.Tensor],
    ) -> torch.Tensor:
        """`some` of those products of which a picture of set number n was chosen, for each n."""
        chance = random.Random(seed)  # noqa: S311 - no secret
        chosen = [self._some_set(self.products[row].id, chance) for row in rows]
        out = torch.empty(len(rows), 3, *size)
        for number in range(len(self.sets)):
            places = [place for place, choice in enumerate(chosen) if choice == number]
            if places:
                out[places] = some(number, [self.products[rows[place]].id for place in places])
        return out.contiguous(memory_format=torch.channels_last)

    def _some_set(self, product_id: str, chance: random.Random) -> int:
        have = [n for n, pictures in enumerate(self.sets) if product_id in pictures.row_of]
        return chance.choice(have)


_COLUMNS = range(len(ATTRIBUTES))


def gathered(pictures: PictureSet, ids: list[str]) -> torch.Tensor:
    """The pictures of these products, (n, 3, h, w) in 0..1."""
    pixels = pictures.pixels[rows_of(pictures, ids)]
    return augment.to_float(torch.from_numpy(np.ascontiguousarray(pixels)))


def rows_of(pictures: PictureSet, ids: list[str]) -> np.ndarray:
    return np.array([pictures.row_of[product_id] for product_id in ids])


def epoch_batches(
    table: ProductTable, tokenize: Tokenize, batch_size: int, size: tuple[int, int], seed: int
) -> Iterator[Batch]:
    """One pass over the products in an order given by the seed; the last part batch is left out."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    order = list(range(len(table.products)))
    chance.shuffle(order)
    for start in range(0, batches_per_epoch(table, batch_size) * batch_size, batch_size):
        rows = order[start : start + batch_size]
        yield _batch(table, rows, tokenize, size, chance)


def batches_per_epoch(table: ProductTable, batch_size: int) -> int:
    return len(table.products) // batch_size


def _batch(
    table: ProductTable,
    rows: list[int],
    tokenize: Tokenize,
    size: tuple[int, int],
    chance: random.Random,
) -> Batch:
    products = [table.products[row] for row in rows]
    phrases = [attribute_caption(product, chance) for product in products]
    seed = chance.getrandbits(62)
    return Batch(
        pictures=table.views(rows, size, seed),
        name_tokens=tokenize([name_caption(product, chance).text for product in products]),
        phrase_tokens=tokenize([phrase.text for phrase in phrases]),
        phrase_states=_states(phrases),
        labels=table.labels[rows],
        names=table.names[rows],
        rows=torch.tensor(rows),
        snapshots=table.snapshots(rows, size, seed + 1),
    )


def _states(phrases: list[Caption]) -> torch.Tensor:
    return torch.tensor([phrase.states for phrase in phrases], dtype=torch.bool)
