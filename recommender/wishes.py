"""What a shopper's few words beside a picture ask for: colours, kinds of garment, a price.

"this but in navy, long sleeves, under €60" -> navy blue; long sleeves; up to 60. "Not black" is the
opposite. What is understood acts on the filter and is said; colours that are wanted, and what is
not understood, act on the vector.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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
#: Words before a name that want the opposite, and those that carry this on to the next name.
NEGATIONS = frozenset(
    {
        "not", "no", "nor", "without", "except", "instead of", "rather than", "other than",
        "anything but", "everything but", "any colour but", "any color but",
    }
)  # fmt: skip
CARRYING_ON = frozenset({"and", "or", "nor"})
PRICE = re.compile(
    r"\b(?:under|below|(?:less|cheaper|(?:no|not) more) than|up to|at most|max(?:imum)?)"
    r"\s*(?:€|\$|£|eur\b|usd\b|gbp\b)?\s*"
    r"(\d{1,3}(?:,\d{3})+|\d{1,6}(?:[.,]\d{1,2})?)(?![.,]?\d)"
    r"\s*(?:€|\$|£|(?:euros?|eur|pounds?|gbp|dollars?|usd)\b)?"
)
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Wish:
    said: str  # her words
    colours: tuple[str, ...] = ()  # base colours, any of which will do
    colour_words: tuple[str, ...] = ()  # what she called them
    types: tuple[str, ...] = ()  # names of product types
    price_to: Decimal | None = None
    rest: str = ""  # what only the encoder can make something of
    wanted: str = ""  # her words less the price, fillers and what she does not want
    not_colours: tuple[str, ...] = ()
    not_types: tuple[str, ...] = ()

    @property
    def for_encoder(self) -> str:
        """What the picture's vector is turned towards; "" for nothing to turn it by."""
        return " ".join([*self.colour_words, self.rest]).strip()

    @property
    def understood(self) -> list[str]:
        """Part by part, for her to read; nothing where her words change nothing."""
        parts = {
            f"in {' or '.join(self.colour_words)} ({', '.join(self.colours)})": self.colours,
            f"not in {', '.join(self.not_colours)}": self.not_colours,
            f"{' or '.join(self.types)} only": self.types,
            f"no {' or '.join(self.not_types)}": self.not_types,
            f"up to {self.price_to}": self.price_to is not None,
            f"looking more like “{self.rest}”": self.rest,
        }
        return [words for words, is_said in parts.items() if is_said]


@dataclass
class Named:
    """colours: base colours by what she called them. types: names of product types."""

    colours: dict[str, tuple[str, ...]] = field(default_factory=dict)
    types: dict[str, None] = field(default_factory=dict)

    @property
    def base_colours(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for found in self.colours.values() for each in found))


def wish_in(said: str, types: Mapping[str, str], brands: Collection[str] = ()) -> Wish:
    """types: names of the shop's product types, by each spelling in lower case. brands: names in
    lower case, whose words are said of nothing else."""
    priced = PRICE.search(said.lower())
    words = WORD.findall(PRICE.sub(" ", said.lower()))
    wanted, unwanted, rest, all_wanted = Named(), Named(), [], []

    def is_name(text: str) -> bool:
        return bool(colours_called(text)) or text in types or text in brands or text in NEGATIONS

    for phrase, negation in signed(phrases(words, is_name)):
        side = unwanted if negation else wanted
        all_wanted += [] if negation else [phrase]
        if phrase in brands:
            rest.append(phrase)
        elif found := colours_called(phrase):
            side.colours[phrase] = found
        elif phrase in types:
            side.types[types[phrase]] = None
        else:
            rest += [negation, phrase] if negation else [phrase]
    colours, not_colours = settled(wanted.base_colours, unwanted.base_colours)
    kinds, not_kinds = settled(tuple(wanted.types), tuple(unwanted.types))
    return Wish(
        said=said,
        colours=colours,
        colour_words=tuple(wanted.colours),
        types=kinds,
        price_to=amount(priced[1]) if priced else None,
        rest=" ".join(rest),
        wanted=" ".join(all_wanted),
        not_colours=not_colours,
        not_types=not_kinds,
    )


def signed(said: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each phrase that says something, with the negation that it is under; "" for none."""
    negation = before = ""
    for phrase in said:
        if phrase in CARRYING_ON and before:
            negation = before
        elif phrase in NEGATIONS:
            negation = phrase
        elif phrase not in FILLERS:
            yield phrase, negation
            before, negation = negation, ""


def settled(wanted: tuple[str, ...], not_wanted: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The narrower has its way: "navy instead of blue", "red, but not maroon"."""
    if set(not_wanted) < set(wanted):
        return tuple(each for each in wanted if each not in not_wanted), not_wanted
    return wanted, tuple(each for each in not_wanted if each not in wanted)


def amount(number: str) -> Decimal:
    """ "1,000" and "49.99", and "49,99" as half of the world writes it."""
    is_grouped = len(number.rpartition(",")[2]) == 3
    return Decimal(number.replace(",", "" if is_grouped else "."))


def word_groups(said: str) -> list[str]:
    """Every few words of hers that may be one name, in lower case."""
    words = WORD.findall(said.lower())
    return [
        " ".join(words[at : at + size])
        for size in range(2, LONGEST_NAME + 1)
        for at in range(len(words) - size + 1)
    ]


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
