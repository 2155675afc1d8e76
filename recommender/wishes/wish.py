"""What was understood of a shopper's words, part by part, each of which can be taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from django.conf import settings

from catalog.models import Gender, Section
from catalog.money import format_price
from recommender.wishes.naming import plural

#: What garments of a section are called in a sentence.
PIECES = {Section.CLOTHING: "clothes", Section.SHOES: "shoes", Section.ACCESSORIES: "accessories"}


@dataclass(frozen=True)
class Part:
    """One thing that was understood, and filters."""

    words: str
    fields: tuple[str, ...]  # of a Wish, that say it
    explained: str = ""  # where more is to be said of it beside a photo


@dataclass(frozen=True)
class Wish:
    """Several values of one field widen it, several fields narrow."""

    said: str  # her words
    colours: tuple[str, ...] = ()  # base colours
    colour_words: tuple[str, ...] = ()  # what she called them
    types: tuple[str, ...] = ()  # names of product types
    sections: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()  # names
    sizes: tuple[str, ...] = ()  # labels
    price_from: Decimal | None = None
    price_to: Decimal | None = None
    in_stock: bool = False
    not_colours: tuple[str, ...] = ()
    not_colour_words: tuple[str, ...] = ()
    not_types: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    rest: str = ""  # what only the encoder can make something of
    wanted: str = ""  # what the encoder hears of her words: all that she wants to see

    @property
    def for_encoder(self) -> str:
        """What a picture's vector is turned towards; "" for nothing to turn it by."""
        return " ".join([*self.colour_words, self.rest]).strip()

    @property
    def heard(self) -> str:
        """What words alone are compared with; all of them where nothing was made of them."""
        return self.wanted or ("" if self.parts else self.said)

    @property
    def saying(self) -> str:
        """What titles are to say: the rest is filtered by."""
        return self.rest or ("" if self.parts else self.said)

    @property
    def parts(self) -> tuple[Part, ...]:
        colours, price = either(self.colour_words), self.price
        in_colours = f"in {colours} ({', '.join(self.colours)})"
        possible = (
            Part(colours, ("colours",), in_colours) if self.colours else None,
            Part(either(self.brands), ("brands",)),
            Part(either(map(plural, self.types)), ("types",), f"{either(self.types)} only"),
            Part(either(pieces(self.sections)), ("sections",)),
            Part(for_whom(self.genders), ("genders",)),
            Part(f"size {either(self.sizes)}" if self.sizes else "", ("sizes",)),
            Part(price, ("price_from", "price_to")),
            Part("in stock" if self.in_stock else "", ("in_stock",)),
            Part(
                none_of("not", self.not_colour_words if self.not_colours else ()),
                ("not_colours",),
                f"not in {', '.join(self.not_colours)}",
            ),
            Part(none_of("no", map(plural, self.not_types)), ("not_types",)),
            Part(none_of("not", self.not_brands), ("not_brands",)),
        )
        return tuple(part for part in possible if part and part.words)

    @property
    def price(self) -> str:
        ends = ((self.price_from, "from"), (self.price_to, "up to"))
        return " ".join(f"{word} {priced(end)}" for end, word in ends if end is not None)

    @property
    def understood(self) -> list[str]:
        """Part by part, for her to read; nothing where her words change nothing. A colour that does
        not filter still turns the vector."""
        said = [part.explained or part.words for part in self.parts]
        turning = self.rest if self.colours else self.for_encoder
        return [*said, f"looking more like “{turning}”"] if turning else said

    @property
    def sentence(self) -> str:
        """All that filters, in one line: "Red dresses for women, up to €50"."""
        kinds = [plural(each) for each in self.types] or pieces(self.sections) or ["pieces"]
        colours = self.colour_words if self.colours else ()
        head = " ".join(filter(None, map(either, (colours, self.brands, kinds))))
        for_her = f"for {for_whom(self.genders)}" if self.genders else ""
        beside = {"colours", "brands", "types", "sections", "genders"}
        tail = [part.words for part in self.parts if not beside & {*part.fields}]
        line = ", ".join([f"{head} {for_her}".strip(), *tail])
        return capitalised(line)

    @property
    def shades(self) -> str:
        """What a colour's plain name stands for, where it is more than itself."""
        if len(self.colours) <= len(self.colour_words):
            return ""
        return f"{capitalised(either(self.colour_words))} may be {either(self.colours)}"

    def without(self, parts: Iterable[str]) -> Wish:
        """Less what is called so in `fields`, which filters no more; the words stay."""
        named = {*parts}
        nothing = {each.name: each.default for each in fields(self) if each.name in named}
        return replace(self, **nothing)  # type: ignore[arg-type]


def capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def either(names: Iterable[str]) -> str:
    return " or ".join(names)


def none_of(word: str, names: Iterable[str]) -> str:
    told = either(names)
    return f"{word} {told}" if told else ""


def pieces(sections: Iterable[str]) -> list[str]:
    return [PIECES[Section(each)] for each in sections]


def for_whom(genders: Iterable[str]) -> str:
    """What anybody may wear goes without saying, unless it is all."""
    told = [each for each in genders if each != Gender.UNISEX] or genders
    return either(each.lower() for each in told)


def priced(amount: Decimal) -> str:
    return format_price(amount, settings.CURRENCY).replace(".00", "")
