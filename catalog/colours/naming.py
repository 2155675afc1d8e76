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
    return _nearest(np.asarray(lab), *fine_names())


def base_colour(lab: Sequence[float]) -> str:
    """The shop's own name: "Navy Blue", one of those products are filed under.

    A base colour stands where its products' main colours have their median, which is paler than
    one would say, and where the survey puts the name. A name that many products bear reaches
    further than a rare one: most dark greys are sold as black, hardly any as charcoal.
    `allowance` of the table says how much further, in CIEDE2000.
    """
    names, labs, allowances = _places()
    return names[(ciede2000(labs, np.asarray(lab)) - allowances).argmin()]


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


def _nearest(lab: np.ndarray, names: tuple[str, ...], labs: np.ndarray) -> str:
    near = ((labs - lab) ** 2).sum(1).argsort()[:SHORTLIST]
    return names[near[ciede2000(labs[near], lab).argmin()]]


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
