"""faiss, hnswlib and numpy, in this process, on one thread."""

from __future__ import annotations

import time
from typing import Protocol

import numpy as np

from bench.search.measure import measured, tuned
from bench.search.scenarios import K, Scenario
from bench.search.shop import Shop

Figures = dict[str, float]


class Library(Protocol):
    build_s: float
    bytes: int

    def run(self, scenario: Scenario, truth: list[set[int]]) -> Figures: ...


class Faiss:
    """Inverted lists over all rows with an id selector made of the query's filter.

    The selector is made beforehand: a shop would keep one per filter, if it could.
    """

    def __init__(self, shop: Shop, lists: int) -> None:
        import faiss

        faiss.omp_set_num_threads(1)
        self.faiss, self.shop = faiss, shop
        begun = time.perf_counter()
        dim = shop.vectors.shape[1]
        self.quantizer = faiss.IndexFlatIP(dim)  # kept: the index does not hold it
        self.index = faiss.IndexIVFFlat(self.quantizer, dim, lists, faiss.METRIC_INNER_PRODUCT)
        sample = shop.vectors[:: max(1, len(shop) // (50 * lists))]
        self.index.train(np.ascontiguousarray(sample))
        self.index.add(shop.vectors)
        self.build_s = time.perf_counter() - begun
        self.bytes = shop.vectors.nbytes + 8 * len(shop)

    def run(self, scenario: Scenario, truth: list[set[int]]) -> Figures:
        stock = self.shop.in_stock(scenario.level)
        masks = [f.mask(self.shop, stock) for f in scenario.filters(self.shop)]
        packed = [np.packbits(mask, bitorder="little") for mask in masks]
        make = self.faiss.IDSelectorBitmap  # its Python layer takes an array for pointer and length
        selectors = [make(bits) for bits in packed]  # type: ignore[call-arg, arg-type]
        effort = [1]

        def ask(number: int) -> list[int]:
            options = self.faiss.SearchParametersIVF(nprobe=effort[0], sel=selectors[number])
            query = self.shop.queries[number : number + 1]
            _, rows = self.index.search(query, K, params=options)
            return [int(row) for row in rows[0] if row >= 0]

        def set_effort(probes: int) -> None:
            effort[0] = probes

        return tuned((1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 128), set_effort, ask, truth)


class Hnswlib:
    """Its graph over all rows with a filter function, which it calls in Python.

    From Chroma's wheels of it, which need no compiler.
    """

    def __init__(self, shop: Shop) -> None:
        import hnswlib

        self.shop = shop
        begun = time.perf_counter()
        self.index = hnswlib.Index(space="ip", dim=shop.vectors.shape[1])
        self.index.init_index(max_elements=len(shop), M=16, ef_construction=128, random_seed=1)
        self.index.add_items(shop.vectors, num_threads=-1)
        self.index.set_num_threads(1)
        self.build_s = time.perf_counter() - begun
        self.bytes = shop.vectors.nbytes + len(shop) * (2 * 16 * 4 + 16)  # vectors and level 0

    def run(self, scenario: Scenario, truth: list[set[int]]) -> Figures:
        stock = self.shop.in_stock(scenario.level)
        masks = [f.mask(self.shop, stock) for f in scenario.filters(self.shop)]

        def ask(number: int) -> list[int]:
            allowed = masks[number].item
            try:
                rows, _ = self.index.knn_query(self.shop.queries[number], k=K, filter=allowed)
            except RuntimeError:  # fewer than K within reach
                return []
            return [int(row) for row in rows[0]]

        return tuned((16, 32, 64, 128, 256, 512), self.index.set_ef, ask, truth)


def exact_numpy(shop: Shop, scenario: Scenario, truth: list[set[int]]) -> Figures:
    """Every row that passes compared, the rows that pass looked up for each query."""
    stock = shop.in_stock(scenario.level)
    filters = scenario.filters(shop)

    def ask(number: int) -> list[int]:
        rows = np.flatnonzero(filters[number].mask(shop, stock))
        similarity = shop.vectors[rows] @ shop.queries[number]
        best = np.argpartition(-similarity, min(K, len(rows)) - 1)[:K] if len(rows) else rows
        return [int(row) for row in rows[best]]

    return measured(ask, truth)


def finer(shop: Shop) -> int:
    """Four times the usual number of lists: quicker, and slower to build."""
    return 4 * usual(shop)


def usual(shop: Shop) -> int:
    return max(4, round(len(shop) ** 0.5))
