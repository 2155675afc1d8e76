"""What a search in words has understood, as chips that an address adds and takes away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict

from catalog.models import Season, Section
from recommender.wishes import Part, Shelf, Wish
from recommender.wishes.wish import priced
from recommender.words import one_line
from shop.storefront.filters import MOST_CHOICES, Filters
from shop.storefront.narrowed import Narrowed, heeded

#: Filters that the page's form asks for; others an address may have brought.
IN_FORM = ("gender", "size", "in_stock")


@dataclass(frozen=True)
class Chip:
    words: str
    address: str  # the query part, with it where it is not on, without it where it is
    is_on: bool = True


@dataclass(frozen=True)
class Asked:
    """`?q=red+dress&ignore=red`: a part is ignored by the words that it was understood from, so
    that other words are heard anew."""

    text: str
    filters: Filters
    shelf: Shelf
    wish: Wish  # all that was understood
    ignored: tuple[Part, ...]

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        ignore = query.getlist("ignore")[:MOST_CHOICES]
        return cls.of(query.get("q", ""), Filters.read(query), ignore)

    @classmethod
    def of(cls, text: str, filters: Filters, ignore: Iterable[str]) -> Asked:
        shelf, text = Shelf.read(), one_line(text)
        wish = shelf.wish(text)
        named = {each.strip().lower() for each in ignore}
        parts = heeded(wish, filters).parts
        ignored = tuple(part for part in parts if part.words.lower() in named)
        return cls(text, filters, shelf, wish, ignored)

    @cached_property
    def heeded(self) -> Wish:
        """What filters."""
        wish = heeded(self.wish, self.filters)
        return wish.without(field for part in self.ignored for field in part.fields)

    @property
    def narrowed(self) -> Narrowed:
        return Narrowed.by(self.filters, self.heeded, self.shelf)

    @cached_property
    def brought(self) -> list[tuple[str, str]]:
        """Filters that the page's form does not ask for."""
        return [pair for pair in self.filters.pairs() if pair[0] not in IN_FORM]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the page's form brings along unseen."""
        return [*self.brought, *self.unheard(self.ignored)]

    @property
    def chips(self) -> list[Chip]:
        return [
            *(Chip(self.label(*pair), self.less(pair)) for pair in self.brought),
            *(Chip(part.words, self.ignoring([*self.ignored, part])) for part in self.heeded.parts),
            *(Chip(part.words, self.heeding(part), is_on=False) for part in self.ignored),
        ]

    def ignoring(self, parts: Iterable[Part]) -> str:
        return self.address(*self.filters.pairs(), *self.unheard(parts))

    def heeding(self, part: Part) -> str:
        return self.ignoring(each for each in self.ignored if each != part)

    def less(self, filter: tuple[str, str]) -> str:
        kept = (pair for pair in self.filters.pairs() if pair != filter)
        return self.address(*kept, *self.unheard(self.ignored))

    def address(self, *pairs: tuple[str, str]) -> str:
        return "?" + urlencode([("q", self.text), *pairs])

    def unheard(self, parts: Iterable[Part]) -> list[tuple[str, str]]:
        return [("ignore", part.words) for part in parts]

    def label(self, name: str, value: str) -> str:
        if name in ("price_min", "price_max"):
            return f"{'from' if name == 'price_min' else 'up to'} {priced(Decimal(value))}"
        if name == "type":
            return next((each.name for each in self.shelf.types if each.slug == value), value)
        labels = {"section": Section, "season": Season}
        return str(labels[name](value).label) if name in labels else value
