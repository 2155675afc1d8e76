"""A search without any photo, as the API answers it: what the page of the same words finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalog.models import Product
from recommender.wishes import Wish
from shop.storefront.filters import Filters
from shop.storefront.in_words import Without, found_by, wider
from shop.storefront.understood import Asked


@dataclass(frozen=True)
class InWords:
    products: list[Product]
    asked: Asked
    offers: Sequence[Without] = ()  # what could be let go, where nothing is all that was said

    @property
    def wish(self) -> Wish:
        """What filters."""
        return self.asked.heeded

    @property
    def note(self) -> str:
        """What was let go, so that there is anything to show."""
        if not self.offers:
            return ""
        return f"Nothing in stock is all of that, so the nearest without {self.offers[0].words}."

    @property
    def rows(self) -> list[dict[str, object]]:
        return [{"product": each, "similarity": None, "image": None} for each in self.products]

    @property
    def offered(self) -> list[dict[str, object]]:
        """Each with all that is to be ignored for it."""
        return [
            {
                "ignore": [part.words for part in (*self.asked.ignored, *each.parts)],
                "count": each.count,
            }
            for each in self.offers
        ]


def find_in_words(words: str, filters: Filters, ignore: Iterable[str], k: int) -> InWords:
    asked = Asked.of(words, filters, ignore)
    _, products = found_by(asked.wish, asked.narrowed, k)
    offers = [] if products else wider(asked.filters, asked.heeded, asked.shelf)
    if offers:
        _, products = found_by(asked.wish, offers[0].narrowed, k)
    return InWords(products, asked, offers)
