"""What people call colours, kinds of garment, whom it is for, where it hangs, and sizes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from django.utils.text import slugify

from catalog.colours.families import FAMILIES
from catalog.colours.naming import base_colours, fine_names
from catalog.models import Gender, Section

SPELT = {"gray": "grey", "navy": "navy blue", "turquoise": "turquoise blue"}
#: What anybody may wear is for her as well.
WEARERS: dict[str, tuple[Gender, ...]] = {
    spelt: (*wearers, Gender.UNISEX)
    for wearers, words in {
        (Gender.WOMEN,): "women woman women's woman's womens ladies ladies' lady's female",
        (Gender.MEN,): "men man men's man's mens gents gentlemen male",
        (Gender.GIRLS,): "girls girl girls' girl's",
        (Gender.BOYS,): "boys boy boys' boy's",
        (Gender.GIRLS, Gender.BOYS): "kids kid kids' kid's children child children's child's",
    }.items()
    for spelt in words.split()
} | {"unisex": (Gender.UNISEX,)}
SECTIONS: dict[str, Section] = {
    spelt: section
    for section, words in {
        Section.CLOTHING: "clothing clothes",
        Section.SHOES: "shoes shoe footwear",
        Section.ACCESSORIES: "accessories accessory",
    }.items()
    for spelt in words.split()
}
#: After a brand's name of one word these make one garment word of it: a turtle neck is no Turtle.
CUTS = frozenset({"neck", "necks", "necked", "neckline", "collar", "collars"})
IN_STOCK = frozenset({"in stock", "in-stock", "available", "available now"})
#: A size of letters is known for one after "in", and one of several letters by itself.
LETTERS = re.compile(r"x*[sl]|m|\dx[sl]")


def colours_called(name: str) -> tuple[str, ...]:
    """The base colours that a name in lower case stands for; none where it is no colour's name.

    A plain word stands for its whole family ("red": maroon too), a name of its own for that alone.
    """
    name = SPELT.get(name, name)
    if name in FAMILIES:
        return FAMILIES[name]
    if base := _bases().get(name):
        return (base,)
    last = name.rpartition(" ")[2]
    # The survey's "dark green" is nearest to what shops file under black: its name knows better.
    return FAMILIES[last] if last in FAMILIES and name in _surveyed() else ()


@cache
def _bases() -> dict[str, str]:
    """Names of base colours in lower case; "skin" and "steel" are said of other things."""
    return {name.lower(): name for name in base_colours()[0] if name not in ("Skin", "Steel")}


@cache
def _surveyed() -> frozenset[str]:
    return frozenset(fine_names()[0])


def plural(name: str) -> str:
    """ "Dress" -> "dresses"; what ends like several things stays: "Jeans", "Dresses"."""
    lower = name.lower()
    if lower.endswith(("ss", "sh", "ch", "x")):
        return f"{lower}es"
    return lower if lower.endswith(("s", "wear")) else f"{lower}s"


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Names of types by what people write, `pressed`: "Ankle boots", "ankle boot", "t-shirt"."""
    known: dict[str, str] = {}
    for name in names:
        lower, one = name.lower(), re.sub("ves$", "f", name.lower())
        for spelt in (lower, one, one.removesuffix("s"), one.removesuffix("es"), plural(one)):
            if len(spelt) > 2:
                known.setdefault(pressed(spelt), name)
    return known


def pressed(name: str) -> str:
    """A name less all that people leave out or add: "hm" for "H&M", "h m" and "H & M"."""
    return (slugify(name) or slugify(name, allow_unicode=True)).replace("-", "")


def size_called(phrase: str, sizes: Collection[str]) -> str:
    """The one of `sizes`, in lower case, that a phrase names; "" for none. "Size 38", "in M", "XL":
    a number or a letter alone says too little."""
    sign, _, label = phrase.partition(" ")
    if sign in ("size", "sizes") and label in sizes:
        return label
    if sign == "in" and label in sizes and LETTERS.fullmatch(label):
        return label
    return phrase if len(phrase) > 1 and phrase in sizes and LETTERS.fullmatch(phrase) else ""
