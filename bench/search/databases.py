"""Understudy's own search, and plain pgvector as its documentation shows it."""

from __future__ import annotations

import os
import statistics
import time
from multiprocessing import get_context

import numpy as np
import psycopg
from django.db import connection
from pgvector.psycopg import register_vector

from bench.search import scratch
from bench.search.measure import measured, tuned
from bench.search.memory import PeakMemory
from bench.search.scenarios import K, Scenario, size_key
from bench.search.shop import SECTIONS, Shop
from recommender.search import QueryVector, effort, estimate, indexes, nearest, settling

Figures = dict[str, float]


def backend() -> int:
    connection.ensure_connection()
    return connection.connection.info.backend_pid


class Understudy:
    """`recommender.search.nearest` as it is called by the shop."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.dim = shop.vectors.shape[1]
        self.build_s: dict[str, float] = {}
        self.build_memory: dict[str, int | None] = {}
        self.bytes: dict[str, int] = {}

    def stock_up(self, level: int, sold_out_too: bool) -> None:
        """The rows at this level of stock, and their indexes."""
        self.build_s["rows"] = round(scratch.fill_read_model(level), 3)
        wanted = list(indexes.wanted(scratch.ENCODER, self.dim))
        for index in wanted if sold_out_too else [i for i in wanted if "graph_out" not in i.name]:
            begun = time.perf_counter()
            with PeakMemory(backend()) as peak:
                indexes.build([index], concurrently=False)
            self.build_s[index.name] = round(time.perf_counter() - begun, 3)
            self.build_memory[index.name] = peak.bytes
            self.bytes[index.name] = scratch.size_of(index.name)
        self.bytes["key"] = scratch.size_of("product_search_pkey")
        self.bytes["rows"] = scratch.size_of("product_search")
        scratch.execute("VACUUM (ANALYZE) product_search")
        estimate.forget_samples()
        self.effort = effort.keep_up(scratch.ENCODER)

    def run(self, scenario: Scenario, truth: list[set[int]]) -> Figures:
        wheres = [f.where() for f in scenario.filters(self.shop)]
        vectors = [QueryVector(q, scratch.ENCODER, "bench") for q in self.shop.queries]
        routes: dict[str, int] = {}

        def ask(number: int) -> list[int]:
            found = nearest(vectors[number], wheres[number], K)
            routes[found.route] = routes.get(found.route, 0) + 1
            return [neighbour.product_id for neighbour in found]

        return {**measured(ask, truth, backend()), "routes": routes}  # type: ignore[dict-item]

    def per_second(self, scenario: Scenario, clients: int = 2, seconds: float = 4.0) -> float:
        """Queries answered a second by so many processes together."""
        fork = get_context("fork")
        results = fork.Queue()
        workers = [
            fork.Process(target=self._client, args=(scenario, seconds, number, results))
            for number in range(clients)
        ]
        for worker in workers:
            worker.start()
        rates = [results.get(timeout=60) for _ in workers]
        for worker in workers:
            worker.join()
        return round(sum(rates), 1)

    def _client(self, scenario: Scenario, seconds: float, number: int, results) -> None:
        inherited = connection.connection  # the parent's: neither used nor closed here
        connection.connection = None
        scratch.enter()
        wheres = [f.where() for f in scenario.filters(self.shop)]
        order = np.random.default_rng(number).permutation(len(wheres))
        self._ask_all(order[:40], wheres)
        done, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < seconds:
            self._ask_all(order, wheres)
            done += len(order)
        results.put(done / (time.perf_counter() - begun))
        results.close()
        results.join_thread()
        connection.close()
        del inherited
        os._exit(0)

    def _ask_all(self, order: np.ndarray, wheres: list) -> None:
        for number in order:
            query = QueryVector(self.shop.queries[number], scratch.ENCODER, "bench")
            nearest(query, wheres[number], K)

    def flips(self, level: int, count: int = 1_000) -> Figures:
        """Stock crossings, committed one by one: a row into the shelf in stock, or out of it.

        Of the read model alone: what a sale writes into the catalogue comes on top. A row
        that crosses is compared beside the graphs until a sweep lets it into one: `settle` is what
        that takes it, later and in somebody else's time.
        """
        rng = np.random.default_rng(9)
        stock = self.shop.in_stock(level)
        rows = rng.choice(len(self.shop), min(count, len(self.shop)), replace=False)
        sql = (
            "UPDATE product_search SET in_stock = %s, size_bits = %s::varbit, fresh = true"
            f" WHERE product_id = %s AND encoder_id = {scratch.ENCODER}"
        )
        took = []
        raw = connection.connection
        for row in rows:
            bits = "" if stock[row] else self.shop.size_bits(int(row))
            begun = time.perf_counter()
            raw.execute(sql, [not stock[row], bits, int(row)])  # autocommit
            took.append(1000 * (time.perf_counter() - begun))
        took.sort()
        p99 = took[int(0.99 * len(took))]
        return {"p50": round(statistics.median(took), 3), "p99": round(p99, 3), "flips": len(took)}

    def beside_fresh(self, scenario: Scenario) -> Figures:
        """What a search costs while what has crossed is in no graph yet."""
        some = self.run(scenario, [set() for _ in self.shop.queries])
        return {name: some[name] for name in ("cpu_ms", "p50_ms", "p95_ms")}

    def settle(self) -> float:
        """Milliseconds a row that the sweep takes to let what crossed into the graphs."""
        begun = time.perf_counter()
        rows = sum(settling.batches(scratch.ENCODER, settling.BATCH))
        return round(1000 * (time.perf_counter() - begun) / max(1, rows), 3)


class PlainPgvector:
    """HNSW over all rows of one table, the filter a WHERE, iterative scans in relaxed order."""

    def __init__(self, shop: Shop, levels: tuple[int, ...]) -> None:
        self.shop = shop
        scratch.fill_plain(shop.vectors.shape[1], levels)
        begun = time.perf_counter()
        with indexes.MemoryToBuild():
            scratch.execute(
                "CREATE INDEX plain_hnsw ON plain USING hnsw (e vector_cosine_ops)"
                " WITH (m = 16, ef_construction = 64)"
            )
        scratch.execute("CREATE INDEX plain_type ON plain (type, cents)")
        self.build_s = round(time.perf_counter() - begun, 1)
        scratch.execute("VACUUM (ANALYZE) plain")
        self.bytes = scratch.size_of("plain_hnsw")

    def run(self, scenario: Scenario, truth: list[set[int]]) -> Figures:
        raw = connection.connection
        register_vector(raw)
        raw.prepare_threshold = 5
        raw.execute(
            "SET hnsw.iterative_scan = relaxed_order; SET hnsw.max_scan_tuples = 40000;"
            " SET enable_seqscan = off; RESET plan_cache_mode"
        )
        asked = [self._statement(scenario, f) for f in scenario.filters(self.shop)]
        cursor = psycopg.Cursor(raw)

        def ask(number: int) -> list[int]:
            sql, values = asked[number]
            query = self.shop.queries[number]
            rows = cursor.execute(sql, [*values, query], prepare=True, binary=True).fetchall()
            return [row for (row,) in rows]

        def set_effort(candidates: int) -> None:
            raw.execute(f"SET hnsw.ef_search = {candidates}")

        try:
            return tuned((40, 80, 120, 200, 400, 800), set_effort, ask, truth, backend())
        finally:
            raw.execute("RESET enable_seqscan; RESET hnsw.ef_search")
            connection.close()  # the next search prepares a connection of its own again
            scratch.enter()

    def _statement(self, scenario: Scenario, wanted) -> tuple[str, list]:
        conditions, values = [f"stock{scenario.level}"], []
        if wanted.type is not None:
            conditions.append("type = %b")
            values.append(wanted.type)
        if wanted.section is not None:
            conditions.append("section = %b")
            values.append(SECTIONS[wanted.section])
        if wanted.size is not None:
            conditions.append("substring(sizes FROM %b::int + 1 FOR 1) = B'1'")
            values.append(size_key(wanted.section or 0, wanted.size))
        if wanted.cents is not None:
            conditions.append("cents BETWEEN %b AND %b")
            values += wanted.cents
        where = " AND ".join(conditions)
        return f"SELECT id FROM plain WHERE {where} ORDER BY e <=> %b LIMIT {K}", values
