"""What a photo's pixels are told apart into: nine classes, into which a data set's labels merge."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"

BACKGROUND = "background"
SKIN = "skin"
#: In the order of the network's channels. Skin: hair too. Accessory: hats, scarves, belts, glasses…
CLASSES = (
    BACKGROUND, SKIN, "top", "layer", "dress", "bottom", "shoes", "bag", "accessory",
)  # fmt: skip
GARMENTS = CLASSES[2:]


@cache
def class_of_label() -> dict[str, str]:
    """The class of each label that data/labels.csv knows: Clothing Co-Parsing's, SegFormer's, …"""
    with (DATA / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["label"]: row["class"] for row in csv.DictReader(file)}


def merged(label: str) -> int:
    """The number of a label's class. Raises KeyError for a label that nobody has filed yet."""
    return CLASSES.index(class_of_label()[label.strip().casefold()])
