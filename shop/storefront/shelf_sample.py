"""A sample of a large shop, to tell what a choice would show without counting all there is.

Each web process keeps one and takes it anew when it is five minutes old.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np
from django.db import connections, router

from catalog.models import Product, Size
from shop.storefront.filters import Filters

#: Up to so many products for sale every choice is counted, live.
COUNTED_UP_TO = 20_000
SAMPLE = 10_000
SECONDS = 300.0

#: The colour is Product.visible_colour.
TAKE = """
    SELECT p.id, t.section, t.slug, t.name, p.gender, p.season, p.price::float8,
        CASE WHEN p.colour <> '' THEN p.colour ELSE coalesce((
            SELECT colours -> 0 ->> 'base' FROM catalog_productimage
            WHERE product_id = p.id ORDER BY position, id LIMIT 1), '') END
    FROM catalog_product p JOIN catalog_producttype t ON t.id = p.product_type_id
    WHERE p.id = ANY(%s) AND p.status = 'active'
"""
SIZES = """
    SELECT product_id, size_id, on_hand > reserved FROM catalog_variant WHERE product_id = ANY(%s)
"""


@dataclass(frozen=True)
class Shelf:
    """Products of the sample by row, their sizes by row of another table."""

    taken_at: float
    weight: float  # products for sale that each row stands for
    columns: dict[str, np.ndarray]
    names: dict[str, str]  # of types, by slug, in their order
    prices: np.ndarray
    owner: np.ndarray  # of each size: the row of its product
    size: np.ndarray  # and which of `sizes` it is
    there: np.ndarray  # and whether it is in stock
    sizes: tuple[tuple[str, str], ...]  # scale's title and label, as people order them

    def left_by(self, filters: Filters) -> np.ndarray:
        """Which rows the filters leave."""
        chosen = np.ones(len(self.prices), dtype=bool)
        for name, column in self.columns.items():
            if values := getattr(filters, name):
                chosen &= np.isin(column, values)
        if filters.price_min is not None:
            chosen &= self.prices >= float(filters.price_min)
        if filters.price_max is not None:
            chosen &= self.prices <= float(filters.price_max)
        if filters.size or filters.in_stock:
            chosen &= self.having(self.sizes_left_by(filters))
        return chosen

    def sizes_left_by(self, filters: Filters) -> np.ndarray:
        chosen = self.there.copy() if filters.in_stock else np.ones_like(self.there)
        if filters.size:
            asked = [n for n, (_, label) in enumerate(self.sizes) if label in filters.size]
            chosen &= np.isin(self.size, asked)
        return chosen

    def having(self, sizes: np.ndarray) -> np.ndarray:
        """Rows of products that have one of these sizes."""
        rows = np.zeros(len(self.prices), dtype=bool)
        rows[self.owner[sizes]] = True
        return rows

    def about(self, rows: float) -> int:
        """How many products in the shop, to two digits: the sample knows no more."""
        products = rows * self.weight
        return int(float(f"{products:.2g}"))


_shelf: Shelf | None = None
_taking = threading.Lock()


def shelf() -> Shelf | None:
    """None where the shop is small enough to be counted. While one thread takes a sample, the
    others use the old one."""
    global _shelf
    if not is_large():
        return None
    if _shelf and time.monotonic() - _shelf.taken_at < SECONDS:
        return _shelf
    if not _taking.acquire(blocking=_shelf is None):
        return _shelf
    try:
        _shelf = take()
        return _shelf
    finally:
        _taking.release()


def is_large() -> bool:
    return Product.objects.active().order_by()[: COUNTED_UP_TO + 1].count() > COUNTED_UP_TO


def forget_shelf() -> None:
    global _shelf
    _shelf = None


def take() -> Shelf:
    first = Product.objects.order_by("pk").values_list("pk", flat=True)[0]
    span = Product.objects.order_by("-pk").values_list("pk", flat=True)[0] - first + 1
    asked = min(2 * SAMPLE, span)
    products = drawn(first, span, asked)
    if len(products) < SAMPLE / 2 and asked < span:  # keys with large gaps
        asked = min(span, asked * SAMPLE // max(1, len(products)))
        products = drawn(first, span, asked)
    return laid_out(products, weight=span / asked)


def drawn(first: int, span: int, count: int) -> list[tuple]:
    """Products for sale whose keys were drawn, all alike likely."""
    keys = first + np.random.default_rng().choice(span, size=count, replace=False)
    return rows(TAKE, keys.tolist())


def rows(sql: str, keys: list[int]) -> list[tuple]:
    with connections[router.db_for_read(Product)].cursor() as cursor:
        cursor.execute(sql, [keys])
        return cursor.fetchall()


def laid_out(products: list[tuple], weight: float) -> Shelf:
    keys, section, kind, names, gender, season, price, colour = zip(*products, strict=True)
    place = {key: row for row, key in enumerate(keys)}
    known = Size.objects.order_by("scale__title", "rank", "label")
    sizes = list(known.values_list("pk", "scale__title", "label"))
    number = {key: n for n, (key, _, _) in enumerate(sizes)}
    variants = [row for row in rows(SIZES, list(keys)) if row[1] in number]
    return Shelf(
        taken_at=time.monotonic(),
        weight=weight,
        columns={
            "section": np.array(section),
            "type": np.array(kind),
            "gender": np.array(gender),
            "season": np.array(season),
            "colour": np.array(colour),
        },
        names=dict(sorted(zip(kind, names, strict=True), key=lambda pair: pair[1])),
        prices=np.array(price),
        owner=np.array([place[product] for product, _, _ in variants], dtype=int),
        size=np.array([number[size] for _, size, _ in variants], dtype=int),
        there=np.array([there for _, _, there in variants], dtype=bool),
        sizes=tuple((title, label) for _, title, label in sizes),
    )
