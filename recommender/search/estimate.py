"""How much a filter leaves, told from a sample of the read model that each process keeps.

A sample sees how conditions hang together (which sizes a type comes in, what its prices are), which
the planner's statistics by column do not, and asking it costs microseconds. A wrong estimate costs
time and never an answer.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import numpy as np

from recommender.product_search import reading
from recommender.search import graph_note
from recommender.search.query_vector import QueryVector
from recommender.search.sampling import percent_of
from recommender.search.where import Where, in_cents

SAMPLE = 4_000
SECONDS = 60.0  # a sample serves so long
MOST_TOLD = 10_000  # filters
#: What a search costs, in milliseconds, for a row that the covering index is read for and for a
#: candidate that the graph is asked for: read off 200,000 synthetic products of 512 numbers and
#: 39,938 real ones of 256. The graph's are means; most cost two thirds of that. See
#: docs/performance.md.
EXACT_START, EXACT_ROW = 0.3, 0.00065
GRAPH_START, GRAPH_CANDIDATE = 0.5, 0.012
#: What is exact is given up for a tenth less, not for anything.
WORTH_IT = 0.9


@dataclass(frozen=True)
class Goods:
    """Rows of the sample, a column an array; texts as numbers, for those are compared faster."""

    columns: dict[str, np.ndarray]
    codes: dict[str, dict[object, int]]
    size_bits: np.ndarray  # (rows, bits) bool

    @cached_property
    def fresh_rows(self) -> int:
        return int(self.columns["fresh"].sum())

    def __len__(self) -> int:
        return len(self.size_bits)

    def of_kind(self, where: Where) -> np.ndarray:
        """(rows,) bool: what is of the kinds asked for, which tend to lie together. All, where the
        covering index does not help: it does behind the type alone."""
        kind = np.ones(len(self), dtype=bool)
        if where.names_kinds:
            kind &= self._listed("product_type_id", where.types)
            kind &= self._listed("family", where.families)
            kind &= self._listed("gender", where.genders)
            kind &= self._listed("colour", where.colours)
        return kind

    def affordable(self, where: Where) -> np.ndarray | bool:
        return self._priced(where.price_from, where.price_to)

    def filtered(self, where: Where) -> np.ndarray:
        """(rows,) bool: what the rest of the filter leaves, but for prices."""
        left = np.ones(len(self), dtype=bool)
        left &= self._listed("section", where.sections)
        left &= self._listed("season", where.seasons)
        left &= self._listed("usage", where.usages)
        left &= self._listed("brand_id", where.brands)
        if where.other_brands:
            left &= ~self._listed("brand_id", where.other_brands)
        if where.other_than:
            left &= ~self._listed("colour", where.other_than)
        if not where.names_kinds:
            left &= self._listed("gender", where.genders)
            left &= self._listed("colour", where.colours)
        if where.sizes:
            known = [size for size in where.sizes if size < self.size_bits.shape[1]]
            left &= self.size_bits[:, known].any(axis=1)
        return left

    def _listed(self, name: str, values: Sequence[object]) -> np.ndarray | bool:
        if not values:
            return True
        column, codes = self.columns[name], self.codes[name]
        asked = [codes.get(value, -1) for value in values]
        if len(asked) > 8:
            return np.isin(column, asked)
        return np.logical_or.reduce([column == value for value in asked])

    def _priced(self, least: Decimal | None, most: Decimal | None) -> np.ndarray | bool:
        prices = self.columns["price_cents"]
        above = True if least is None else prices >= in_cents(least)
        below = True if most is None else prices <= in_cents(most)
        return above & below


@dataclass(frozen=True)
class Sample:
    """Rows of one encoder; `weight` rows of the table stand behind each."""

    taken_at: float
    weight: float
    has_graph: bool
    effort: int
    of_type: float
    in_stock: Goods
    all: Goods
    #: The ways told before: a ladder asks of six filters, the next of mostly the same.
    told: dict[tuple[Where, int], str] = field(default_factory=dict, compare=False)

    def goods(self, where: Where) -> Goods:
        return self.in_stock if where.wants_stock else self.all

    def rows(self, where: Where) -> tuple[float, float, float]:
        """How many rows of the table are of the kinds, how many of these the covering index is read
        for, and how many match."""
        goods = self.goods(where)
        of_kind, affordable = goods.of_kind(where), goods.affordable(where)
        read = of_kind & affordable if where.names_kinds else of_kind
        matching = read & affordable & goods.filtered(where)
        return of_kind.sum() * self.weight, read.sum() * self.weight, matching.sum() * self.weight

    def fresh(self, where: Where) -> float:
        """How many rows are compared beside the graph."""
        return self.goods(where).fresh_rows * self.weight


def routes(query: QueryVector, wheres: Iterable[Where], k: int) -> list[str]:
    """The quicker way of each, "exact" or "graph"."""
    sample = sample_of(query.encoder_id)
    return [route(sample, where, k) for where in wheres]


def route(sample: Sample, where: Where, k: int) -> str:
    if not sample.has_graph or where.names_few:
        return "exact"
    told = sample.told.get((where, k))
    if told is None:
        if len(sample.told) >= MOST_TOLD:
            sample.told.clear()
        told = sample.told[where, k] = quicker(sample, where, k)
    return told


def quicker(sample: Sample, where: Where, k: int) -> str:
    of_kind, read, matching = sample.rows(where)
    by_comparing = EXACT_START + EXACT_ROW * read
    # What is near is of the own kind more often than not; of its price and sizes that says nothing.
    passes = max(matching, sample.weight / 2) / max(of_kind, sample.weight)
    if where.names_kinds:
        passes *= sample.of_type
    # The graph finds what is near at once, and then filters: at a tenth that passes it looks at ten
    # times as much, until k match.
    candidates = max(sample.effort, k / passes)
    by_graph = GRAPH_START + GRAPH_CANDIDATE * candidates + EXACT_ROW * sample.fresh(where)
    return "graph" if by_graph < WORTH_IT * by_comparing else "exact"


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


NUMBERS = ("product_type_id", "brand_id", "price_cents", "in_stock", "fresh")
CODED = ("product_type_id", "brand_id")
TEXTS = ("family", "section", "gender", "colour", "season", "usage")
TAKE = """
    SELECT s.product_type_id, coalesce(s.brand_id, 0), s.price_cents, s.in_stock, s.fresh,
           t.family, s.section, s.gender, s.colour, s.season, s.usage, s.size_bits::text
    FROM product_search s TABLESAMPLE SYSTEM ({percent})
    LEFT JOIN catalog_producttype t ON t.id = s.product_type_id
    WHERE s.encoder_id = {encoder} LIMIT {most}
"""


def take(encoder_id: int) -> Sample:
    source = reading()
    percent = percent_of(SAMPLE, source)
    with source.cursor() as cursor:
        cursor.execute(TAKE.format(percent=percent, encoder=int(encoder_id), most=3 * SAMPLE))
        rows = cursor.fetchall()
    graph = graph_note.read(encoder_id, source)
    return Sample(
        taken_at=time.monotonic(),
        weight=100.0 / percent,
        has_graph=graph is not None,
        effort=graph.effort if graph else graph_note.EFFORT,
        of_type=graph.of_type if graph else graph_note.OF_TYPE,
        in_stock=goods([row for row in rows if row[NUMBERS.index("in_stock")]]),
        all=goods(rows),
    )


def goods(rows: list[tuple]) -> Goods:
    names = (*NUMBERS, *TEXTS)
    columns: dict[str, np.ndarray] = {}
    codes: dict[str, dict[object, int]] = {}
    for place, name in enumerate(names):
        values = [row[place] for row in rows]
        if name in NUMBERS and name not in CODED:
            columns[name] = np.array(values, dtype=np.int64)
        else:
            codes[name] = {value: code for code, value in enumerate(dict.fromkeys(values))}
            columns[name] = np.array([codes[name][value] for value in values], dtype=np.int32)
    return Goods(columns, codes, bits_of([row[-1] for row in rows]))


def bits_of(texts: list[str]) -> np.ndarray:
    """Strings of 0 and 1 as (rows, longest) bool."""
    width = max((len(text) for text in texts), default=0)
    flat = "".join(text.ljust(width, "0") for text in texts).encode()
    return (np.frombuffer(flat, dtype=np.uint8) == ord("1")).reshape(len(texts), width)
