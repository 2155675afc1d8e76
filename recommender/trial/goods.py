"""What a shop has, as arrays: the truth that answers are measured against."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from catalog.colours.families import colour_family
from catalog.models import Gender, Product, Status, Variant
from recommender.models import EncoderVersion

FACTS = (
    "pk", "product_type_id", "product_type__family", "product_type__section", "gender",
    "colour", "usage", "style_code", "brand", "status",
)  # fmt: skip


@dataclass(frozen=True)
class Goods:
    """All products, a row each. `vectors`: (n, d) unit rows, zeros where there is none."""

    ids: np.ndarray
    types: np.ndarray
    families: np.ndarray
    sections: np.ndarray
    genders: np.ndarray
    colours: np.ndarray
    colour_families: np.ndarray
    usages: np.ndarray
    models: np.ndarray
    brands: np.ndarray
    active: np.ndarray
    vectors: np.ndarray
    stock: dict[int, np.ndarray]  # by Size, (n,) bool: in stock net of reservations

    @cached_property
    def rows(self) -> dict[int, int]:
        return {int(pk): row for row, pk in enumerate(self.ids)}

    def promised(self, row: int, size: int) -> np.ndarray:
        """(n,) bool: what breaks no promise as an answer to this product gone in that size."""
        fit = self.genders == self.genders[row]
        fit |= self.genders == Gender.UNISEX
        same_thing = (self.models == self.models[row]) & (self.models != "")
        same_thing &= self.brands == self.brands[row]
        same_thing &= self.may_be_one_colour(row)
        allowed = fit & self.active & self.stock[size] & ~same_thing
        allowed[row] = False
        return allowed

    def may_be_one_colour(self, row: int) -> np.ndarray:
        """(n,) bool: not known to be in another colour."""
        mine = self.shades[row]
        return (self.shades == mine) | (self.shades == "") | (mine == "")

    @cached_property
    def shades(self) -> np.ndarray:
        """(n,) the colours as they compare: shops write one in many ways."""
        return np.array([colour.casefold() for colour in self.colours])

    def gains(self, row: int) -> np.ndarray:
        """(n,) what each product is worth in this one's place, 0 to 3."""
        same_type = self.types == self.types[row]
        same_family = same_type & (self.colour_families == self.colour_families[row])
        same = same_type & (self.colours == self.colours[row]) & (self.usages == self.usages[row])
        return same_type + same_family.astype(int) + (same & same_family)


def goods() -> Goods:
    """Everything the shop has now, and the active encoder's vectors."""
    rows = list(Product.objects.order_by("pk").values_list(*FACTS))
    columns: list[list[Any]] = [list(column) for column in zip(*rows, strict=True)]
    ids, types, families, sections, genders, colours, usages, models, brands, status = columns
    places = {pk: place for place, pk in enumerate(ids)}
    return Goods(
        ids=np.array(ids),
        types=np.array(types),
        families=np.array(families),
        sections=np.array(sections),
        genders=np.array(genders),
        colours=np.array(colours),
        colour_families=np.array([colour_family(colour) for colour in colours]),
        usages=np.array(usages),
        models=np.array(models),
        brands=np.array([brand or 0 for brand in brands]),
        active=np.array(status) == Status.ACTIVE,
        vectors=vectors(places),
        stock=stock(places),
    )


def vectors(places: dict[int, int]) -> np.ndarray:
    encoder = EncoderVersion.objects.get(is_active=True)
    out = np.zeros((len(places), encoder.dimension or 1), dtype=np.float32)
    rows: Iterable[tuple[int, Any]] = (
        encoder.embeddings.with_vector().values_list("product_id", "vector").iterator()
    )
    for product, vector in rows:
        out[places[product]] = vector
    return out


def stock(places: dict[int, int]) -> dict[int, np.ndarray]:
    there: dict[int, np.ndarray] = {}
    facts = ("product_id", "size_id", "on_hand", "reserved")
    for product, size, on_hand, reserved in Variant.objects.values_list(*facts).iterator():
        column = there.setdefault(size, np.zeros(len(places), dtype=bool))
        column[places[product]] |= on_hand > reserved
    return there
