"""What a search with photos asks for, as it stands in the address: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from recommender.words import one_line
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.storefront.filters import Filters

MOST_PHOTOS = 6
#: A photo's weight in the set, in tenths; 0 leaves it out of the mean.
USUAL_WEIGHT, MOST_WEIGHT = 10, 30


@dataclass(frozen=True)
class Piece:
    """A garment that is searched with."""

    garment: SearchGarment
    weight: float = USUAL_WEIGHT

    @property
    def key(self) -> str:
        return self.garment.key

    @property
    def is_of(self) -> str:
        return self.garment.photo_id


@dataclass(frozen=True)
class Asked:
    pieces: tuple[Piece, ...]
    words: str
    filters: Filters
    kept: tuple[tuple[str, str], ...]  # the filters, as an address asks for them
    lost: int = 0  # photos named that are there no more
    is_for_all: bool = False  # the whole outfit is wanted

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        named = dict(zip_weights(query.getlist("piece"), query.getlist("weight")))
        found = garments_called(list(named))
        filters = Filters.read(query)
        return cls(
            pieces=tuple(Piece(found[key], named[key]) for key in named if key in found),
            words=one_line(query.get("q", "")),
            filters=replace(filters, in_stock=True),
            kept=tuple(filters.without("in_stock").pairs()),
            lost=len(named.keys() - found.keys()),
            is_for_all=query.get("all") == "1",
        )

    @property
    def tokens(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(piece.is_of for piece in self.pieces))

    def address(self, **changes: object) -> str:
        """The query part of the address that asks for this, or for something else instead."""
        pieces: Sequence[Piece] = changes.get("pieces", self.pieces)  # type: ignore[assignment]
        words = changes.get("words", self.words)
        parts: list[tuple[str, str]] = []
        for piece in pieces:
            parts.append(("piece", piece.key))
            if len(pieces) > 1:
                parts.append(("weight", str(piece.weight)))
        parts += [("q", str(words))] if words else []
        parts += self.kept if changes.get("with_filters", True) else ()
        parts += [("all", "1")] if changes.get("is_for_all", self.is_for_all) else []
        return "?" + urlencode(parts)

    def instead(self, garment: SearchGarment) -> str:
        """The address that searches with another garment of the same photo."""
        pieces = [
            replace(piece, garment=garment) if piece.is_of == garment.photo_id else piece
            for piece in self.pieces
        ]
        return self.address(pieces=pieces, is_for_all=False)

    def without(self, piece: Piece) -> str:
        return self.address(pieces=[each for each in self.pieces if each != piece])


def zip_weights(keys: Sequence[str], weights: Sequence[str]) -> Iterable[tuple[str, int]]:
    """Each garment with its weight, in their order, one of each photo, MOST_PHOTOS at most."""
    photos: set[str] = set()
    for at, key in enumerate(keys[: 4 * MOST_PHOTOS]):
        photo = key.partition(".")[0]
        if photo not in photos and len(photos) < MOST_PHOTOS:
            photos.add(photo)
            yield key, weight(weights[at] if at < len(weights) else "")


def weight(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) < 4
    return min(int(text), MOST_WEIGHT) if is_number else USUAL_WEIGHT


def garments_called(keys: Sequence[str]) -> dict[str, SearchGarment]:
    """By their keys, those of photos that are still kept."""
    tokens = [key.rpartition(".")[0] for key in keys if "\0" not in key]
    photos = SearchPhoto.objects.kept().filter(pk__in=tokens)
    rows = SearchGarment.objects.filter(photo__in=photos)
    rows = rows.select_related("encoder", "photo").defer("photo__picture")
    return {row.key: row for row in rows if row.key in keys}
