"""What was bought together, as pairs of garments to learn from.

They come as a file, since the recommender knows no orders: `manage.py export_copurchases`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from catalog.models import Product
from recommender.outfits.garment import Garment
from recommender.outfits.slots import makes_outfits

COLUMNS = ("product", "other_product", "orders")
#: A pair counts so many times at most: what everybody buys would drown the rest.
MOST = 3


class NotCoPurchases(ValueError):
    """The file holds no such list. The sentence says what is wrong."""


def pairs_bought(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """An id and slot -> name of each pair worn in two slots, as often as it counts.

    Raises OSError, NotCoPurchases.
    """
    rows = read(file)
    garments = known({product for *both, _ in rows for product in both})
    for one, other, orders in rows:
        if one in garments and other in garments:
            pair = dict([garments[one].heard, garments[other].heard])
            if len(pair) == 2:
                for time in range(min(orders, MOST)):
                    yield f"bought {one} {other} {time}", pair


def read(file: Path) -> list[tuple[int, int, int]]:
    with file.open(newline="", encoding="utf-8") as opened:
        try:
            rows = csv.DictReader(opened)
            return [tuple(int(row[name]) for name in COLUMNS) for row in rows]  # type: ignore[misc]
        except (KeyError, ValueError, TypeError, csv.Error) as error:
            raise NotCoPurchases(f"{file} is no list of pairs bought: {error!r}") from error


def known(ids: set[int]) -> dict[int, Garment]:
    products = Product.objects.filter(pk__in=ids).for_card()
    return {product.pk: Garment.of(product) for product in products if makes_outfits(product)}
