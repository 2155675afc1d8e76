"""How much a filter leaves, told from a sample of the read model that each process keeps.

A sample sees how conditions hang together (which sizes a type comes in, what its prices are), which
the planner's statistics by column do not, and asking it costs microseconds. A wrong estimate costs
time and never an answer.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from recommender.product_search import reading
from recommender.search.query_vector import QueryVector
from recommender.search.where import Where, in_cents

SAMPLE = 4_000
ROW_BYTES = 1_200  # about; what a page is not filled with included
SECONDS = 60.0  # a sample serves so long
#: What a search costs, in milliseconds. Read off `bench_search`, see docs/performance.md.
EXACT_ROW = 0.0006  # comparing a row that the covering index has
GRAPH_START = 0.5
GRAPH_ROW = 0.0025  # a row that the graph proposes and the filter looks at


@dataclass(frozen=True)
class Sample:
    """Rows of one encoder, a column an array; `weight` rows of the table stand behind each."""

    taken_at: float
    weight: float
    has_graph: bool
    columns: dict[str, np.ndarray]
    size_bits: np.ndarray  # (rows, bits) bool

    def rows(self, where: Where) -> tuple[float, float]:
        """How many rows of the table the covering index is read for, and how many match."""
        scanned = self._scanned(where)
        matching = scanned & self._filtered(where)
        return scanned.sum() * self.weight, matching.sum() * self.weight

    def _scanned(self, where: Where) -> np.ndarray:
        """By the columns the covering index is sorted by, of use only behind the type."""
        stock = self.columns["in_stock"]
        chosen = stock.copy() if where.wants_stock else np.ones_like(stock)
        if where.types:
            chosen &= np.isin(self.columns["product_type_id"], where.types)
        if where.families:
            chosen &= np.isin(self.columns["family"], where.families)
        if where.types or where.families:
            chosen &= self._listed("gender", where.genders) & self._listed("colour", where.colours)
            chosen &= self._priced(where.price_from, where.price_to)
        return chosen

    def _filtered(self, where: Where) -> np.ndarray:
        chosen = self._priced(where.price_from, where.price_to)
        for name, values in (
            ("section", where.sections),
            ("gender", where.genders),
            ("colour", where.colours),
            ("season", where.seasons),
            ("brand_id", where.brands),
        ):
            chosen = chosen & self._listed(name, values)
        if where.sizes:
            known = [size for size in where.sizes if size < self.size_bits.shape[1]]
            chosen = chosen & self.size_bits[:, known].any(axis=1)
        return chosen

    def _listed(self, name: str, values: tuple) -> np.ndarray:
        column = self.columns[name]
        return np.isin(column, values) if values else np.ones(len(column), dtype=bool)

    def _priced(self, least: Decimal | None, most: Decimal | None) -> np.ndarray:
        prices = self.columns["price_cents"]
        chosen = np.ones(len(prices), dtype=bool)
        if least is not None:
            chosen &= prices >= in_cents(least)
        if most is not None:
            chosen &= prices <= in_cents(most)
        return chosen


def route(query: QueryVector, where: Where, k: int) -> str:
    """The quicker way, "exact" or "graph"."""
    sample = sample_of(query.encoder_id)
    if not sample.has_graph:
        return "exact"
    scanned, matching = sample.rows(where)
    looked_at = 2 * k * scanned / max(matching, sample.weight / 2)
    by_graph = GRAPH_START + GRAPH_ROW * looked_at
    return "exact" if EXACT_ROW * scanned <= by_graph else "graph"


_samples: dict[tuple[str, int], Sample] = {}
_taking = threading.Lock()


def sample_of(encoder_id: int) -> Sample:
    """The process's sample; while one thread takes another, the others use the old one."""
    source = reading()
    key = (source.alias + str(source.settings_dict["NAME"]), encoder_id)
    sample = _samples.get(key)
    if sample and time.monotonic() - sample.taken_at < SECONDS:
        return sample
    if not _taking.acquire(blocking=sample is None):
        return sample  # type: ignore[return-value]  # not blocking: there is one
    try:
        _samples[key] = take(encoder_id)
        return _samples[key]
    finally:
        _taking.release()


def forget_samples() -> None:
    """Take them anew at the next search: the tables have changed altogether."""
    _samples.clear()


NAMES = ("product_type_id", "family", "brand_id", "price_cents", "in_stock")
TEXTS = ("section", "gender", "colour", "season")
TAKE = """
    SELECT s.product_type_id, t.family, coalesce(s.brand_id, 0), s.price_cents, s.in_stock,
           s.section, s.gender, s.colour, s.season, s.size_bits::text
    FROM product_search s TABLESAMPLE SYSTEM ({percent})
    LEFT JOIN catalog_producttype t ON t.id = s.product_type_id
    WHERE s.encoder_id = {encoder} LIMIT {most}
"""
#: By the statistics; by the size while there are none yet.
ROWS = """
    SELECT CASE WHEN reltuples >= 0 THEN reltuples ELSE pg_relation_size(oid) / %s END::float8
    FROM pg_class WHERE oid = 'product_search'::regclass
"""
GRAPHS = """
    SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'product_search'::regclass AND i.indisvalid AND c.relname = %s
"""


def take(encoder_id: int) -> Sample:
    with reading().cursor() as cursor:
        cursor.execute(ROWS, [ROW_BYTES])
        percent = min(100.0, 100.0 * SAMPLE / max(1.0, cursor.fetchone()[0]))
        query = TAKE.format(percent=percent, encoder=int(encoder_id), most=3 * SAMPLE)
        cursor.execute(query)
        rows = cursor.fetchall()
        cursor.execute(GRAPHS, [f"product_search_graph_{encoder_id}"])
        has_graph = cursor.fetchone()[0] > 0
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.array([])] * 10
    return Sample(
        taken_at=time.monotonic(),
        weight=100.0 / percent,
        has_graph=has_graph,
        columns=dict(zip((*NAMES, *TEXTS), columns, strict=False)),
        size_bits=bits_of([row[-1] for row in rows]),
    )


def bits_of(texts: list[str]) -> np.ndarray:
    """Strings of 0 and 1 as (rows, longest) bool."""
    width = max((len(text) for text in texts), default=0)
    flat = "".join(text.ljust(width, "0") for text in texts).encode()
    return (np.frombuffer(flat, dtype=np.uint8) == ord("1")).reshape(len(texts), width)
