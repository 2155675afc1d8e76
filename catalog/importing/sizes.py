"""Which sizes a garment is usually made in, by how it is measured and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

ONE_SIZE = "One size"
AGES = ("2-3Y", "4-5Y", "6-7Y", "8-9Y", "10-11Y", "12-13Y")

SCALE_TITLES = {
    "alpha": "Letters (XS to XXL)",
    "waist": "Waist in inches",
    "eu-shoes": "European shoe sizes",
    "kids-age": "Children's ages",
    "bra": "Bra sizes",
    "one-size": "One size",
}

#: (scale, gender): sizes. A pair that is missing falls back to the scale's "Unisex".
SIZES: dict[tuple[str, str], tuple[str, ...]] = {
    ("alpha", "Women"): ("XS", "S", "M", "L", "XL"),
    ("alpha", "Men"): ("S", "M", "L", "XL", "XXL"),
    ("alpha", "Unisex"): ("XS", "S", "M", "L", "XL", "XXL"),
    ("waist", "Women"): ("26", "28", "30", "32", "34"),
    ("waist", "Men"): ("28", "30", "32", "34", "36", "38"),
    ("waist", "Unisex"): ("26", "28", "30", "32", "34", "36", "38"),
    ("eu-shoes", "Women"): ("36", "37", "38", "39", "40", "41"),
    ("eu-shoes", "Men"): ("40", "41", "42", "43", "44", "45", "46"),
    ("eu-shoes", "Girls"): ("26", "28", "30", "32", "34"),
    ("eu-shoes", "Boys"): ("26", "28", "30", "32", "34"),
    ("eu-shoes", "Unisex"): ("36", "37", "38", "39", "40", "41", "42", "43", "44", "45"),
    ("kids-age", "Unisex"): AGES,
    ("bra", "Unisex"): ("32B", "34B", "34C", "36B", "36C", "38C"),
    ("one-size", "Unisex"): (ONE_SIZE,),
}

LETTER_SIZE = re.compile(r"(?:\d?X{0,3}[SL]|M|\dXL)", re.IGNORECASE)


def scale_for(scale: str, gender: str) -> str:
    """Children's clothes are sold by age where grown-ups' are sold by letter or waist."""
    for_children = gender in ("Girls", "Boys") and scale in ("alpha", "waist")
    return "kids-age" if for_children else scale


def usual_sizes(scale: str, gender: str) -> tuple[str, ...]:
    """The labels of the sizes, smallest first; a scale nobody knows comes in one size."""
    return SIZES.get((scale, gender)) or SIZES.get((scale, "Unisex")) or (ONE_SIZE,)


def scale_of_labels(labels: Iterable[str]) -> str:
    """How something sold in these sizes is measured, where its source does not say."""
    labels = list(labels)
    if all(LETTER_SIZE.fullmatch(label) for label in labels):
        return "alpha"
    if all(label.replace(".", "").isdigit() for label in labels):
        return "eu-shoes" if min(float(label) for label in labels) >= 35 else "waist"
    return "kids-age" if all(label.upper().endswith("Y") for label in labels) else "one-size"
