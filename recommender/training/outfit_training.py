"""Learns what goes with what from outfits that people put together.

In each step a garment's partners ask for it among those of its slot in other outfits of the batch
(the contrastive loss of CLIP). A word's vector is one part that all slots share, which is how a
brand or a style is recognised anywhere, and one of each slot. Several are learned from different
beginnings and put side by side. What a word adds that both garments have is not learned: it is the
logarithm of its rarity.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from recommender.outfits.scorer import SLOTS, OutfitScorer
from recommender.outfits.words import words_of
from recommender.training.outfit_data import Outfit


@dataclass(frozen=True)
class Recipe:
    """Chosen by cross-validation; see docs/outfits.md."""

    size: int = 128  # numbers of a word's vector
    members: int = 4
    epochs: int = 14
    batch: int = 128
    rate: float = 3e-3
    decay: float = 0.01
    dropout: float = 0.5  # of numbers
    word_dropout: float = 0.2
    least: int = 2  # garments that have a word, for it to be learned
    shared: float = 1.0  # what a word adds that both have, times the logarithm of its rarity


@dataclass(frozen=True)
class Wardrobe:
    """Outfits as numbers."""

    vocabulary: dict[str, int]
    rarity: np.ndarray  # (words,) float32: logarithm of how many garments there are to one with it
    bags: torch.Tensor  # (garments + 1, words): 1 over the root of the garment's words; last: none
    worn: torch.Tensor  # (outfits, slots): rows of `bags`, -1 where a slot is empty
    whole: torch.Tensor  # (outfits,) bool: empty slots were meant to be empty


def wardrobe(outfits: Sequence[Outfit], least: int) -> Wardrobe:
    names = sorted({name for outfit in outfits for name in outfit.worn.values()})
    counted = Counter(word for name in names for word in words_of(name))
    words = sorted(word for word, count in counted.items() if count >= least)
    vocabulary = {word: row for row, word in enumerate(words)}
    rarity = np.log([len(names) / counted[word] for word in words]).astype(np.float32)
    bags = torch.zeros(len(names) + 1, len(words))
    for row, name in enumerate(names):
        known = [vocabulary[word] for word in words_of(name) if word in vocabulary]
        bags[row, known] = 1 / max(len(known), 1) ** 0.5
    rows = {name: row for row, name in enumerate(names)}
    worn = [[rows[o.worn[slot]] if slot in o.worn else -1 for slot in SLOTS] for o in outfits]
    whole = torch.tensor([outfit.is_whole for outfit in outfits])
    return Wardrobe(vocabulary, rarity, bags, torch.tensor(worn), whole)


class Member(torch.nn.Module):
    def __init__(self, words: int, recipe: Recipe) -> None:
        super().__init__()
        slots, size = len(SLOTS), recipe.size
        self.recipe = recipe
        self.words = torch.nn.Parameter(torch.randn(slots + 1, words, size) * 0.02)  # last: shared
        self.pairs = torch.nn.Parameter(torch.full((slots, slots, size), 0.5))
        self.gaps = torch.nn.Parameter(torch.zeros(slots, slots, size))  # [asked, empty]

    @property
    def rows(self) -> torch.Tensor:
        return self.words[:-1] + self.words[-1]  # (slots, words, size)

    @property
    def symmetric(self) -> torch.Tensor:
        return (self.pairs + self.pairs.transpose(0, 1)) / 2

    def forward(self, bags: torch.Tensor, has: torch.Tensor, whole: torch.Tensor) -> torch.Tensor:
        """bags: (n, slots, words); has: (n, slots) bool; whole: (n,) bool. The mean loss."""
        kept = torch.rand_like(bags) > self.recipe.word_dropout
        vectors = torch.einsum("nsw,swd->nsd", bags * kept, self.rows)
        vectors = functional.dropout(vectors, self.recipe.dropout) * has[..., None]
        lacks = ~has & whole[:, None]
        losses = [self.loss(slot, vectors, has, lacks) for slot in range(len(SLOTS))]
        return torch.stack(losses).sum() / has.sum()

    def loss(
        self, slot: int, vectors: torch.Tensor, has: torch.Tensor, lacks: torch.Tensor
    ) -> torch.Tensor:
        """Of finding each outfit's garment of the slot among the batch's, by its partners."""
        asked = has[:, slot]
        partners = torch.einsum("nod,od->nd", vectors[asked], self.without(slot, self.symmetric))
        gaps = lacks[asked].float() @ self.gaps[slot]
        number = (has[asked].sum(1, keepdim=True) - 1).clamp(min=1)
        likeness = (partners + gaps) @ vectors[asked, slot].T / number**0.5
        right = torch.arange(len(likeness))
        return functional.cross_entropy(likeness, right, reduction="sum")

    def without(self, slot: int, pairs: torch.Tensor) -> torch.Tensor:
        """(slots, size): how each slot weighs for this one; not at all for itself."""
        others = torch.ones(len(SLOTS), 1)
        others[slot] = 0
        return pairs[slot] * others


def train(
    outfits: Sequence[Outfit],
    recipe: Recipe | None = None,
    seed: int = 7,
    advance: Callable[[], object] = lambda: None,
) -> OutfitScorer:
    """`advance` is called after each epoch of each member. Raises ValueError for no outfits."""
    recipe = recipe or Recipe()
    if len(outfits) < 2:
        raise ValueError("Two outfits at least are needed to learn from.")
    clothes = wardrobe(outfits, recipe.least)
    members = [learn(clothes, recipe, seed + each, advance) for each in range(recipe.members)]
    return side_by_side(members, clothes, recipe)


def learn(clothes: Wardrobe, recipe: Recipe, seed: int, advance: Callable[[], object]) -> Member:
    torch.manual_seed(seed)
    member = Member(len(clothes.vocabulary), recipe)
    groups = [
        {"params": [member.words], "weight_decay": recipe.decay},
        {"params": [member.pairs, member.gaps], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=recipe.rate)
    steps = recipe.epochs * -(-len(clothes.worn) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps)
    for _ in range(recipe.epochs):
        for chosen in torch.randperm(len(clothes.worn)).split(recipe.batch):
            worn = clothes.worn[chosen]
            optimiser.zero_grad()
            member(clothes.bags[worn], worn >= 0, clothes.whole[chosen]).backward()
            optimiser.step()
            schedule.step()
        advance()
    return member


@torch.no_grad()
def side_by_side(members: Sequence[Member], clothes: Wardrobe, recipe: Recipe) -> OutfitScorer:
    """The members' mean as one scorer: their numbers behind one another, words as bytes."""
    rows = torch.cat([member.rows for member in members], -1).numpy()
    pairs = torch.cat([member.symmetric for member in members], -1).numpy() / len(members)
    # Learned as [asked, empty]: the garment asked for is the one beside the gap.
    gaps = torch.cat([member.gaps for member in members], -1).numpy() / len(members)
    scales = np.abs(rows).max(1, keepdims=True) / 127
    steps = np.round(rows / np.maximum(scales, 1e-12)).astype(np.int8)
    return OutfitScorer(
        clothes.vocabulary, steps, scales.astype(np.float32), pairs, gaps,
        recipe.shared * clothes.rarity,
    )  # fmt: skip
