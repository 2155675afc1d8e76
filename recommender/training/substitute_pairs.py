"""Pairs of a wanted garment and one offered in its place, and whether they are similar.

The labels are weak: how far two garments agree in type, colour and use, and whether they are of
one model, says how many people would call them similar. For half of the wanted garments the offered
ones hide most of what the shop says of them, so that the picture has to tell.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from catalog.colours.families import colour_family
from recommender.ranking.candidates import Candidate
from recommender.training.substitute_garments import Garment
from recommender.training.substitute_shelf import shelf

#: What share of people would call two garments similar that agree in type, colour and use, or are
#: of one model in colours of one family; that are of one model in quite other colours; of one type
#: and family of colours; of one type; of neighbouring types. Believed, not counted: their order is
#: sure. Not 0 and 1, or what the shop says would settle everything and no picture matter.
ALL_AGREES, COLOURWAY, ONE_FAMILY, OTHER_COLOUR, OTHER_TYPE = 0.95, 0.5, 0.6, 0.15, 0.02
CLEARLY = 0.75
#: How often what the shop says is hidden, for the blind half.
HIDDEN = {"colour": 0.8, "usage": 0.8, "season": 0.5, "brand_id": 0.3}
#: The wanted garment is mostly described, also where what is offered is not.
WANTED_HIDDEN = 0.2


@dataclass(frozen=True)
class Asked:
    """A wanted garment with what was offered: one row of `similar` and `weights` each."""

    wanted: Candidate
    type_name: str
    offered: list[Candidate]
    similar: np.ndarray  # (n,) float, 0 to 1
    weights: np.ndarray  # (n,)
    is_blind: bool


def drawn_pairs(garments: Sequence[Garment], seed: int) -> list[Asked]:
    """Of each garment with a stated colour and use that finds others; half of them blind."""
    draw = random.Random(seed)  # noqa: S311 - a sample, no secret
    described = [each for each in garments if says_all(each)]
    beside, found = shelf(described), []
    for place, wanted in enumerate(described):
        places, cosines = beside.offers(place, draw)
        if places:
            others = [described[at] for at in places]
            found.append(asked(wanted, others, cosines, bool(draw.getrandbits(1)), draw))
    return found


def says_all(garment: Garment) -> bool:
    """Whether attributes can judge it."""
    return bool(garment.facts.colour and garment.facts.is_colour_stated and garment.facts.usage)


def asked(
    wanted: Garment,
    others: Sequence[Garment],
    cosines: np.ndarray,
    is_blind: bool,
    draw: random.Random,
) -> Asked:
    mine = hidden(wanted, draw, WANTED_HIDDEN) if is_blind else wanted.facts
    offered = [
        replace(hidden(each, draw) if is_blind else each.facts, similarity=float(cosine))
        for each, cosine in zip(others, cosines, strict=True)
    ]
    similar = np.array([likeness_of(wanted, each) for each in others])
    return Asked(mine, wanted.type_name, offered, similar, np.ones(len(others)), is_blind)


def hidden(garment: Garment, draw: random.Random, share: float = 1.0) -> Candidate:
    facts = garment.facts
    dropped = {name for name, often in HIDDEN.items() if draw.random() < share * often}
    if "colour" in dropped:
        facts = replace(facts, colour=garment.read_colour, is_colour_stated=False)
    return replace(
        facts,
        usage="" if "usage" in dropped else facts.usage,
        season="" if "season" in dropped else facts.season,
        brand_id=None if "brand_id" in dropped else facts.brand_id,
    )


def likeness_of(wanted: Garment, other: Garment) -> float:
    """The weak label: what share of people would call the two similar, by what the shop says."""
    one, two = wanted.facts, other.facts
    is_one_family = colour_family(one.colour) == colour_family(two.colour)
    if wanted.model and wanted.model == other.model:
        return ALL_AGREES if is_one_family else COLOURWAY
    if wanted.type_name != other.type_name:
        return OTHER_TYPE
    if one.colour == two.colour and one.usage == two.usage:
        return ALL_AGREES
    return ONE_FAMILY if is_one_family else OTHER_COLOUR


def is_clear(similar: np.ndarray) -> np.ndarray:
    """Bool of each label: clearly similar, where thresholds and figures want a yes or no."""
    return similar > CLEARLY
