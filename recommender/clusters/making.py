"""The tree and the map of the range, made of the active encoder's vectors and kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from catalog.models import Product
from recommender.clusters.laying_out import MOST as MOST_LAID_OUT
from recommender.clusters.laying_out import laid_out
from recommender.clusters.linking import MOST, linked, linked_by_type
from recommender.clusters.purity import Purity, purities
from recommender.models import EncoderVersion, ProductEmbedding, RangeMap


class NothingToCluster(Exception):
    """Fewer than two products have a vector."""


@dataclass(frozen=True)
class Report:
    products: int
    is_by_type: bool
    purity: list[Purity]
    tree_seconds: float
    map_seconds: float


@dataclass(frozen=True)
class Goods:
    """Active products with a vector, by key. vectors: (n, d) unit."""

    keys: np.ndarray
    vectors: np.ndarray
    kinds: list[str]
    colours: list[str]


def cluster_catalogue(note: Callable[[str], object]) -> Report:
    """Makes and keeps both, in the place of the last ones. Raises NothingToCluster."""
    encoder = EncoderVersion.objects.active()
    goods = read_goods()
    if encoder is None or len(goods.keys) < 2:
        raise NothingToCluster("No two active products have a vector yet.")
    note(f"{len(goods.keys):,} products")
    begun = time.monotonic()
    places, tree = tree_of(goods)
    shown = [goods.kinds[place] for place in places], [goods.colours[place] for place in places]
    purity = purities(tree, *shown)
    in_between = time.monotonic()
    on_map = sample(len(goods.keys))
    points = laid_out(goods.vectors[on_map])
    end = time.monotonic()
    RangeMap.keep(encoder, goods.keys[places], tree, goods.keys[on_map], points,
                  [asdict(each) for each in purity])  # fmt: skip
    return Report(
        len(goods.keys), len(goods.keys) > MOST, purity, in_between - begun, end - in_between
    )


def read_goods() -> Goods:
    rows = ProductEmbedding.objects.of_active_encoder().with_vector()
    rows = rows.filter(product__in=Product.objects.active()).order_by("product_id")
    columns = ("product_id", "vector", "product__product_type__name", "product__colour")
    found = list(rows.values_list(*columns).iterator(chunk_size=1000))
    if not found:
        return Goods(np.zeros(0, np.int64), np.zeros((0, 1)), [], [])
    keys, vectors, kinds, colours = zip(*found, strict=True)
    stacked = np.array([np.asarray(vector, np.float32) for vector in vectors])
    stacked /= np.linalg.norm(stacked, axis=1, keepdims=True) + 1e-9
    return Goods(np.array(keys), stacked, list(kinds), list(colours))


def tree_of(goods: Goods) -> tuple[np.ndarray, np.ndarray]:
    """Places of the products in it, (n,), and the tree, (n - 1, 4)."""
    if len(goods.keys) <= MOST:
        return np.arange(len(goods.keys)), linked(goods.vectors)
    kinds = {kind: number for number, kind in enumerate(sorted(set(goods.kinds)))}
    return linked_by_type(goods.vectors, [kinds[kind] for kind in goods.kinds])


def sample(count: int) -> np.ndarray:
    """(m,) places, in order."""
    if count <= MOST_LAID_OUT:
        return np.arange(count)
    return np.sort(np.random.default_rng(0).choice(count, MOST_LAID_OUT, replace=False))
