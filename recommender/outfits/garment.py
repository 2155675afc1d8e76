"""What is known of a garment when it is asked what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from catalog.models import Gender, Product
from recommender.outfits.formality import level_of
from recommender.outfits.slots import place_of, places_filled, slot_of_family


@dataclass(frozen=True)
class Garment:
    pk: int
    family: str
    kind: str  # the name of its type
    title: str
    gender: str
    colour: str  # as it is sold
    seen: str  # the base colour that its photo shows; "" while nothing was read
    usage: str
    season: str
    price: Decimal

    @classmethod
    def of(cls, product: Product) -> Garment:
        """Of a product whose images and type cost no query."""
        kind, colours = product.product_type, product.cover.colours if product.cover else None
        seen = colours[0]["base"] if colours else ""
        return cls(
            product.pk, kind.family, kind.name, product.title, product.gender, product.colour, seen,
            product.usage, product.season, product.price,
        )  # fmt: skip

    @property
    def place(self) -> str:
        return place_of(self.family)

    @cached_property
    def fills(self) -> frozenset[str]:
        return frozenset(places_filled([self.family]))

    @property
    def slot(self) -> str:
        return slot_of_family(self.family)

    @property
    def visible_colour(self) -> str:
        return self.colour or self.seen

    @property
    def heard(self) -> tuple[str, str]:
        """The scorer's slot, and what it hears: title, kind and colour."""
        return self.slot, f"{self.title} {self.kind} {self.visible_colour}"

    @cached_property
    def level(self) -> float | None:
        """How dressed up it is, 0 to 3; None where neither occasion nor kind says so."""
        return level_of(self.usage, self.kind)

    def suits(self, gender: str) -> bool:
        """Whether the two may be worn by one person. "" and unisex go with anybody."""
        return Gender.UNISEX in (self.gender, gender) or gender in ("", self.gender)
