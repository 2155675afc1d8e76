"""Outfits by the names of their garments, and the questions that are asked of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recommender.outfits.scorer import SLOTS

CANDIDATES = 4


class NotOutfits(ValueError):
    """The file holds no list of outfits. The sentence says what is wrong."""


@dataclass(frozen=True)
class Outfit:
    id: str
    worn: Mapping[str, str]  # slot -> name
    is_whole: bool = True  # an empty slot was meant to be empty; of what was bought nobody knows

    def fold(self, folds: int) -> int:
        """Which of `folds` parts it is in, by its id alone."""
        return int(hashlib.sha256(self.id.encode()).hexdigest(), 16) % folds


def read_outfits(file: Path) -> list[Outfit]:
    """`[{"outfit": id, "items": {slot: {"name": …}}}, …]`. Raises OSError, NotOutfits."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
        outfits = [Outfit(str(row["outfit"]), worn(row["items"])) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotOutfits(f"{file} is no list of named outfits: {error!r}") from error
    return [outfit for outfit in outfits if len(outfit.worn) > 1]


def worn(items: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {slot: str(items[slot]["name"]) for slot in SLOTS if slot in items}


class Rail:
    """All garments of some outfits by slot, to draw others from."""

    def __init__(self, outfits: Sequence[Mapping[str, str]], random: np.random.Generator) -> None:
        names = {slot: [o[slot] for o in outfits if slot in o] for slot in SLOTS}
        self.names = {slot: np.array(each, dtype=object) for slot, each in names.items()}
        self.random = random

    def others(self, slot: str, name: str, count: int) -> list[str]:
        """`count` names of the slot, none of them `name`, none twice. Raises NotOutfits."""
        if len(set(self.names[slot])) <= count:
            raise NotOutfits(f"too few outfits: {count + 1} different names of a {slot} are needed")
        drawn: dict[str, None] = {}
        while len(drawn) < count:
            other = str(self.random.choice(self.names[slot]))
            if other != name:
                drawn[other] = None
        return list(drawn)

    def swapped(self, outfit: Mapping[str, str]) -> dict[str, str]:
        """Each garment replaced by another of its slot."""
        return {slot: self.others(slot, name, 1)[0] for slot, name in outfit.items()}

    def blank(self, outfit: Mapping[str, str]) -> list[dict[str, str]]:
        """The outfit, and three with another garment in one of its slots."""
        slot = str(self.random.choice(list(outfit)))
        others = self.others(slot, outfit[slot], CANDIDATES - 1)
        return [dict(outfit), *({**outfit, slot: other} for other in others)]
