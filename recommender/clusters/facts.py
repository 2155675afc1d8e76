"""What a cluster holds, in words and pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from catalog.models import Product

#: Pictures that stand for a cluster, and names told of each kind.
PICTURES, TOLD = 3, 2


@dataclass(frozen=True)
class Named:
    """Of each product, by key, its type and colour."""

    types: dict[int, str]
    colours: dict[int, str]

    @classmethod
    def of(cls, keys: Iterable[int]) -> Named:
        rows = Product.objects.filter(pk__in=list(keys))
        found = list(rows.values_list("pk", "product_type__name", "colour"))
        return cls(
            {key: kind for key, kind, _ in found},
            {key: colour for key, _, colour in found if colour},
        )

    def words(self, members: np.ndarray) -> str:
        """ "Tshirts 81 %, Tops 12 % · Blue 40 %, White 22 %"."""
        keys = members.tolist()
        told = (shares(keys, self.types), shares(keys, self.colours))
        return " · ".join(each for each in told if each) or "no longer in the shop"

    def still_there(self, members: np.ndarray) -> int:
        return sum(key in self.types for key in members.tolist())


def shares(keys: Sequence[int], names: dict[int, str]) -> str:
    counted = Counter(names[key] for key in keys if key in names)
    total = counted.total()
    return ", ".join(f"{name} {n / total:.0%}" for name, n in counted.most_common(TOLD))


def typical(members: np.ndarray, count: int = PICTURES) -> list[int]:
    """Keys spread evenly over the cluster, whose alike stand beside each other."""
    places = (np.arange(count) + 0.5) * len(members) / count
    return list(dict.fromkeys(members[places.astype(int)].tolist()))


def pictured(keys: Iterable[int]) -> dict[int, Product]:
    products = Product.objects.select_related("brand").prefetch_related("images")
    return products.in_bulk(list(keys))
