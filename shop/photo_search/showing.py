"""What the page with the matches shows of the photos."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from catalog.models import Gender, ProductType, Season, Section, Size
from shop.photo_search.asking import MOST_PHOTOS, MOST_WEIGHT, Asked, Piece
from shop.photo_search.chips import chips
from shop.photo_search.finding import find
from shop.photo_search.models import SearchGarment, SearchPhoto
from shop.photo_search.outfit import outfit_in

#: Of the photo's shorter side: radius of a numbered dot.
DOT = 0.045


@dataclass(frozen=True)
class Tab:
    """One garment on a photo: its outline and dot, and the address that searches with it."""

    garment: SearchGarment
    number: int
    address: str
    is_chosen: bool
    polygons: tuple[str, ...]  # SVG points, in the photo's pixels
    x: float  # of its dot
    y: float


@dataclass(frozen=True)
class PhotoShown:
    piece: Piece
    number: int
    tabs: tuple[Tab, ...]
    removal: str

    @property
    def spots(self) -> list[Tab]:
        """What is outlined on it: not the photo as a whole, unless that is all there is."""
        return [tab for tab in self.tabs if not tab.garment.is_whole] or list(self.tabs)

    @property
    def photo(self) -> SearchPhoto:
        return self.piece.garment.photo

    @property
    def picture(self) -> str:
        return f"{reverse('search_picture')}?{urlencode({'photo': self.photo.pk})}"

    @property
    def radius(self) -> float:
        return round(DOT * min(self.photo.width, self.photo.height), 1)


def shown(asked: Asked) -> dict[str, Any]:
    garments = SearchGarment.objects.filter(photo__in=asked.tokens).select_related("encoder")
    by_photo = {token: [g for g in garments if g.photo_id == token] for token in asked.tokens}
    photos = [
        photo_shown(asked, number, piece, by_photo[piece.is_of])
        for number, piece in enumerate(asked.pieces, start=1)
    ]
    found = find(asked)
    return {
        "asked": asked,
        "photos": photos,
        "several": len(photos) > 1,
        "found": found,
        "all_of_it": asked.address(is_for_all=True),
        "bare": asked.address(words="", with_filters=False),
        "chips": chips(asked),
        "outfit": whole_outfit(asked, by_photo) if asked.is_for_all else None,
        "may_add": len(photos) < MOST_PHOTOS,
        "most_weight": MOST_WEIGHT,
        **choices(),
    }


def whole_outfit(asked: Asked, by_photo: dict[str, list[SearchGarment]]) -> Any:
    """Of all photos together: a shirt from one, shoes from another."""
    every = [garment for garments in by_photo.values() for garment in garments]
    mine = asked.pieces[-1].garment.encoder_id
    return outfit_in([garment for garment in every if garment.encoder_id == mine], asked)


def photo_shown(
    asked: Asked, number: int, piece: Piece, garments: Sequence[SearchGarment]
) -> PhotoShown:
    tabs = tuple(tab(asked, piece, garment) for garment in garments)
    return PhotoShown(piece, number, tabs, asked.without(piece))


def tab(asked: Asked, piece: Piece, garment: SearchGarment) -> Tab:
    width, height = piece.garment.photo.width, piece.garment.photo.height
    left, top, right, bottom = garment.box
    return Tab(
        garment=garment,
        number=garment.number,
        address=asked.instead(garment),
        is_chosen=garment.pk == piece.garment.pk,
        polygons=tuple(points(line, width, height) for line in garment.outline),
        x=round((left + right) / 2 * width, 1),
        y=round((top + bottom) / 2 * height, 1),
    )


def points(line: Sequence[Sequence[float]], width: int, height: int) -> str:
    return " ".join(f"{x * width:.1f},{y * height:.1f}" for x, y in line)


def choices() -> dict[str, Any]:
    """What the form with the filters offers."""
    return {
        "sections": Section.choices,
        "genders": Gender.choices,
        "seasons": Season.choices,
        "types": ProductType.objects.order_by("name").values_list("slug", "name"),
        "sizes": Size.objects.select_related("scale").order_by("scale__title", "rank", "label"),
    }
