"""Reads a shopper's few words: what she wants, what she does not, and what it may cost.

"this but in navy, long sleeves, under €60" -> navy blue; long sleeves; up to 60. "Not black" is the
opposite. What is understood acts on the filter and is said; colours that are wanted, and what is
not understood, act on the vector.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from recommender.wishes.naming import (
    CUTS,
    IN_STOCK,
    SECTIONS,
    WEARERS,
    colours_called,
    pressed,
    size_called,
)
from recommender.wishes.prices import prices_in
from recommender.wishes.wish import Wish

LONGEST_NAME = 4  # words
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
WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True)
class Names:
    """What the shop calls things: types and brands by spelling, `pressed`; sizes in lower case."""

    types: Mapping[str, str] = field(default_factory=dict)
    brands: Mapping[str, str] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)


#: Fields of a Wish that can be said not to be wanted as well.
REFUSABLE = frozenset({"colours", "types", "brands"})
#: What is said in these looks like nothing: the encoder does not hear it.
UNSEEN = frozenset({"sizes", "in_stock"})


class Said:
    """What is said under one sign, by the field of a Wish, in the order of her words."""

    def __init__(self) -> None:
        self.values: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.words: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def add(self, field: str, phrase: str, values: Iterable[str]) -> None:
        self.values[field].update(dict.fromkeys(values))
        self.words[field][phrase] = None

    def __getitem__(self, field: str) -> tuple[str, ...]:
        return tuple(self.values[field])


def wish_in(said: str, names: Names) -> Wish:
    price_from, price_to, text = prices_in(" ".join(said.lower().replace("’", "'").split()))
    wanted, unwanted = Said(), Said()
    rest: list[str] = []
    heard: list[str] = []
    for phrase, negation in signed(phrases(WORD.findall(text), names)):
        field, values = meaning(phrase, names)
        if negation and field not in REFUSABLE:
            rest += [negation, phrase]
            continue
        if not negation and field not in UNSEEN:
            heard.append(phrase)
        if field:
            (unwanted if negation else wanted).add(field, phrase, values)
        else:
            rest.append(phrase)
    colours, not_colours = settled(wanted["colours"], unwanted["colours"])
    types, not_types = settled(wanted["types"], unwanted["types"])
    brands, not_brands = settled(wanted["brands"], unwanted["brands"])
    return Wish(
        said=said,
        colours=colours,
        colour_words=tuple(wanted.words["colours"]),
        types=types,
        sections=wanted["sections"],
        genders=wanted["genders"],
        brands=brands,
        sizes=wanted["sizes"],
        price_from=price_from,
        price_to=price_to,
        in_stock="in_stock" in wanted.words,
        not_colours=not_colours,
        not_colour_words=tuple(unwanted.words["colours"]),
        not_types=not_types,
        not_brands=not_brands,
        rest=" ".join(rest),
        wanted=" ".join(heard),
    )


def meaning(phrase: str, names: Names) -> tuple[str, tuple[str, ...]]:
    """The field of a Wish that a phrase has a say in, and what it says; ("", ()) for none.

    A brand of several words goes before all else ("Red Tape" is no colour), one of a word after.
    """
    brand, kind = names.brands.get(pressed(phrase)), names.types.get(pressed(phrase))
    readings: tuple[tuple[str, Iterable[str]], ...] = (
        ("brands", [brand] if brand and " " in phrase else ()),
        ("colours", colours_called(phrase)),
        ("types", [kind] if kind else ()),
        ("sections", [SECTIONS[phrase]] if phrase in SECTIONS else ()),
        ("genders", WEARERS.get(phrase, ())),
        ("in_stock", [phrase] if phrase in IN_STOCK else ()),
        ("sizes", [names.sizes[size]] if (size := size_called(phrase, names.sizes)) else ()),
        ("brands", [brand] if brand else ()),
    )
    return next(((field, tuple(values)) for field, values in readings if values), ("", ()))


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


def word_groups(said: str) -> list[str]:
    """Every few words of hers that may be one name, in lower case."""
    words = WORD.findall(said.lower())
    return [
        " ".join(words[at : at + size])
        for size in range(1, LONGEST_NAME + 1)
        for at in range(len(words) - size + 1)
    ]


def phrases(words: list[str], names: Names) -> Iterator[str]:
    """The words in their order, those that make a name together in one."""

    def is_name(text: str) -> bool:
        first, _, last = text.partition(" ")
        is_cut = last in CUTS and meaning(first, names)[0] == "brands"
        return is_cut or text in NEGATIONS or bool(meaning(text, names)[0])

    at = 0
    while at < len(words):
        sizes = range(min(LONGEST_NAME, len(words) - at), 1, -1)
        size = next((n for n in sizes if is_name(" ".join(words[at : at + n]))), 1)
        yield " ".join(words[at : at + size])
        at += size
