"""Colours in words: the nearest name under CIEDE2000."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from .comparing import ciede2000
from .lab import to_lab

DATA = Path(__file__).parent / "data"
SHORTLIST = 32
"""Names nearest in plain CIELAB that are compared by the costlier formula."""
METALS = {"Gold", "Silver", "Copper", "Bronze"}
"""The survey means flat colours by these: its gold is a strong yellow."""


def colour_name(lab: Sequence[float]) -> str:
    """The fine name: "dusty teal", of the xkcd survey's."""
    return colour_names([lab])[0]


def base_colour(lab: Sequence[float]) -> str:
    """The shop's own name: "Navy Blue", one of those products are filed under."""
    return named_as_base([lab])[0]


def colour_names(colours: Sequence[Sequence[float]]) -> list[str]:
    """Of n CIELAB colours at once, which costs little more than of one."""
    names, labs = fine_names()
    wanted = np.asarray(colours)[:, None]
    near = ((labs[None] - wanted) ** 2).sum(2).argpartition(SHORTLIST)[:, :SHORTLIST]
    best = ciede2000(labs[near], wanted).argmin(1)
    return [names[row[at]] for row, at in zip(near, best, strict=True)]


def named_as_base(colours: Sequence[Sequence[float]]) -> list[str]:
    """The base colours of n CIELAB colours.

    A base colour stands where its products' main colours have their median, which is paler than
    one would say, and where the survey puts the name. A name that many products bear reaches
    further than a rare one: most dark greys are sold as black, hardly any as charcoal.
    `allowance` of the table says how much further, in CIEDE2000.
    """
    names, labs, allowances = _places()
    apart = ciede2000(labs[None], np.asarray(colours)[:, None]) - allowances
    return [names[at] for at in apart.argmin(1)]


@cache
def _places() -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """The base colours, then those again that the survey knows, where it puts them."""
    names, labs, allowances = base_colours()
    surveyed = dict(zip(*fine_names(), strict=True))
    known = [at for at, name in enumerate(names) if name.lower() in surveyed and name not in METALS]
    textbook = np.array([surveyed[names[at].lower()] for at in known])
    return (
        (*names, *(names[at] for at in known)),
        np.concatenate([labs, textbook]),
        np.concatenate([allowances, allowances[known]]),
    )


@cache
def fine_names() -> tuple[tuple[str, ...], np.ndarray]:
    """n names and their (n, 3) CIELAB."""
    with (DATA / "names.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["name"], bytes.fromhex(row["hex"])) for row in csv.DictReader(lines)]
    rgb = np.array([list(code) for _, code in rows], np.uint8)
    return tuple(name for name, _ in rows), to_lab(rgb).astype(np.float64)


@cache
def base_colours(data: Path = DATA) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """n names, their (n, 3) CIELAB and (n,) allowances in CIEDE2000."""
    with (data / "base_colours.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    numbers = np.array([[float(row[key]) for key in ("L", "a", "b", "allowance")] for row in rows])
    return tuple(row["name"] for row in rows), numbers[:, :3], numbers[:, 3]
