"""What a shopper's few words beside a picture ask for: colours, kinds of garment, a price.

"this but in navy, long sleeves, under 60" -> navy blue; long sleeves; up to 60. What is understood
acts on the filter and is said; all of the words act on the vector.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from catalog.colours.families import FAMILIES
from catalog.colours.naming import base_colours, fine_names

LONGEST_NAME = 3  # words
SPELT = {"gray": "grey", "navy": "navy blue", "turquoise": "turquoise blue"}
#: Words that ask for nothing by themselves.
FILLERS = frozenset(
    {
        "a", "an", "and", "be", "but", "color", "colour", "for", "i", "in", "instead", "is", "it",
        "just", "like", "me", "more", "of", "one", "only", "or", "please", "rather", "same",
        "similar", "that", "the", "this", "to", "want", "with", "would",
    }
)  # fmt: skip
PRICE = re.compile(r"\b(?:under|below|less than|up to|max(?:imum)?)\s*[€$£]?\s*(\d{1,6})\b")
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Wish:
    said: str  # her words
    colours: tuple[str, ...] = ()  # base colours, any of which will do
    colour_words: tuple[str, ...] = ()  # what she called them
    types: tuple[str, ...] = ()  # names of product types
    price_to: Decimal | None = None
    rest: str = ""  # what only the encoder can make something of

    @property
    def for_encoder(self) -> str:
        """What the picture's vector is turned towards; "" for nothing to turn it by."""
        return " ".join([*self.colour_words, self.rest]).strip()


def wish_in(said: str, types: Mapping[str, str]) -> Wish:
    """types: names of the shop's product types, by each spelling in lower case."""
    priced = PRICE.search(said.lower())
    words = WORD.findall(PRICE.sub(" ", said.lower()))
    colours: dict[str, tuple[str, ...]] = {}
    kinds, rest = [], []
    for phrase in phrases(words, lambda text: bool(colours_called(text)) or text in types):
        if found := colours_called(phrase):
            colours[phrase] = found
        elif phrase in types:
            kinds.append(types[phrase])
        elif phrase not in FILLERS:
            rest.append(phrase)
    return Wish(
        said=said,
        colours=tuple(dict.fromkeys(each for found in colours.values() for each in found)),
        colour_words=tuple(colours),
        types=tuple(dict.fromkeys(kinds)),
        price_to=Decimal(priced[1]) if priced else None,
        rest=" ".join(rest),
    )


def phrases(words: list[str], is_name: Callable[[str], bool]) -> Iterator[str]:
    """The words in their order, those that make a name together in one."""
    at = 0
    while at < len(words):
        sizes = range(min(LONGEST_NAME, len(words) - at), 1, -1)
        size = next((n for n in sizes if is_name(" ".join(words[at : at + n]))), 1)
        yield " ".join(words[at : at + size])
        at += size


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


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Names of types by what people write: "Ankle boots", "ankle boot"."""
    known: dict[str, str] = {}
    for name in names:
        lower = name.lower()
        for spelt in (lower, lower.removesuffix("s"), lower.removesuffix("es"), f"{lower}s"):
            if len(spelt) > 2:
                known.setdefault(spelt, name)
    return known
