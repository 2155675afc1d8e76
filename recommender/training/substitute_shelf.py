"""Described garments side by side, to draw from them what may be offered in the place of one."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from catalog.models import Gender
from recommender.training.substitute_garments import Garment

#: Of each wanted garment: nearest of its type, any of its type, nearest of its family.
NEAREST, ANY, NEIGHBOURING = 24, 8, 4


@dataclass(frozen=True)
class Shelf:
    """n garments as arrays, a row each."""

    vectors: np.ndarray  # (n, d) unit
    genders: np.ndarray
    types: np.ndarray
    families: np.ndarray
    listings: np.ndarray  # style code and colour; "" without a code

    def fits(self, place: int) -> np.ndarray:
        """(n,) bool: what the hard promises leave for this one, whatever is in stock."""
        for_her = (self.genders == self.genders[place]) | (self.genders == Gender.UNISEX)
        mine = self.listings[place]
        allowed = for_her & ((self.listings != mine) | (mine == ""))
        allowed[place] = False
        return allowed

    def offers(self, place: int, draw: random.Random) -> tuple[list[int], np.ndarray]:
        """Places of what is offered, the near ones mostly, and their (m,) cosines."""
        cosines = self.vectors @ self.vectors[place]
        fits, own_type = self.fits(place), self.types == self.types[place]
        near, far = np.split(nearest(cosines, fits & own_type), [NEAREST])
        some = draw.sample(far.tolist(), min(ANY, len(far)))
        of_family = (self.families == self.families[place]) & (self.families != "")
        beside = nearest(cosines, fits & ~own_type & of_family)[:NEIGHBOURING]
        places = [*near.tolist(), *some, *beside.tolist()]
        return places, cosines[places]


def nearest(cosines: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Places of those allowed, nearest first."""
    places = np.flatnonzero(allowed)
    return places[np.argsort(-cosines[places], kind="stable")]


def shelf(garments: Sequence[Garment]) -> Shelf:
    return Shelf(
        np.array([each.vector for each in garments]),
        *(
            np.array(column, dtype=object)
            for column in (
                [each.gender for each in garments],
                [each.type_name for each in garments],
                [each.family for each in garments],
                [listing(each) for each in garments],
            )
        ),
    )


def listing(garment: Garment) -> str:
    code = garment.facts.style_code
    return code and f"{code} in {garment.facts.colour}"
